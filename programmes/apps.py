from datetime import time

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The plan itself, from draft to annual report."""

    name = "programmes"
    verbose_name = "Schoolprogramma's"

    def ready(self) -> None:
        from npo_planner import walk  # models exist only now
        from npo_planner.jobs import clock, registry
        from programmes.document import operations
        from programmes.oversight import bundles
        from programmes.plan.steps import walk_around
        from programmes.plan.totals import with_post

        walk.register(walk_around)
        walk.register_totals(with_post)
        registry.register(operations.RENDERING, operations.make_rendering, is_shared=True)
        registry.register(bundles.BUNDLE, bundles.make)
        registry.register_command("remind", clock.daily(time(8)))
        registry.register_command("mail_talk", clock.every(15))
