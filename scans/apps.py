from django.apps import AppConfig


class ScansConfig(AppConfig):
    """What is needed: findings, talks and needs."""

    name = "scans"
    verbose_name = "Schoolscans"
