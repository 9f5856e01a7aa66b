from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """Who: people, boards and schools."""

    name = "schools"
    verbose_name = "Scholen en mensen"
