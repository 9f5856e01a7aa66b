from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The plan itself, from draft to annual report."""

    name = "programmes"
    verbose_name = "Schoolprogramma's"

    def ready(self) -> None:
        from npo_planner import walk  # models exist only now
        from programmes.plan.steps import walk_around
        from programmes.plan.totals import with_post

        walk.register(walk_around)
        walk.register_totals(with_post)
