from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The plan itself, from draft to annual report."""

    name = "programmes"
    verbose_name = "Schoolprogramma's"
