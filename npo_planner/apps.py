from django.apps import AppConfig


class PlannerConfig(AppConfig):
    """The helpers and the audit trail that every app uses."""

    name = "npo_planner"
    verbose_name = "Logboek"
