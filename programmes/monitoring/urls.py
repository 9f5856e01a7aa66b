"""Addresses of the monitoring room."""

from django.urls import path

from programmes.monitoring import views

urlpatterns = [
    path("programma/<int:pk>/uitvoering/", views.monitoring, name="monitoring"),
    path("programma/<int:pk>/uitvoering/doel/<int:goal>/", views.measurement_add, name="measurement_add"),
    path("meting/<int:pk>/verwijderen/", views.measurement_delete, name="measurement_delete"),
    path("programma/<int:pk>/uitvoering/maatregel/<int:measure>/", views.evaluation_add, name="evaluation_add"),
    path("programma/<int:pk>/verantwoording/", views.accounting, name="accounting"),
    path("programma/<int:pk>/verantwoording/csv/", views.accounting_csv, name="accounting_csv"),
    path("programma/<int:pk>/verantwoording/<slug:year>/", views.realisation_edit, name="realisation_edit"),
]
