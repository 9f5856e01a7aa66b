from django.apps import AppConfig


class MenukaartConfig(AppConfig):
    """What works: the ministry's menu of interventions."""

    name = "menukaart"
    verbose_name = "Menukaart"
