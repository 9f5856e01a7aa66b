from django.apps import AppConfig
from django.contrib.admin import apps as admin


class PlannerConfig(AppConfig):
    """The helpers and the audit trail that every app uses."""

    name = "npo_planner"
    verbose_name = "Logboek"

    def ready(self) -> None:
        from npo_planner.jobs import clock, prints, registry  # models exist only now

        registry.register(prints.KIND, prints.make)
        registry.register_command("sweep", clock.every(60))


class ReferenceConfig(admin.AdminConfig):
    """``django.contrib.admin`` with our own site. Not the default config of this package: settings name it."""

    default = False
    default_site = "npo_planner.admin.ReferenceSite"
