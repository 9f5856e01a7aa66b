from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """With whom and at what cost."""

    name = "staffing"
    verbose_name = "Menskracht"
