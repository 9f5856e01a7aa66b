"""Addresses of staffing."""

from django.urls import path

from staffing import scenario_views, views

urlpatterns = [
    path("menskracht/<int:pk>/", views.staff, name="staff"),
    path("menskracht/<int:pk>/uitstroom/", views.outflow_edit, name="outflow_edit"),
    path("menskracht/<int:pk>/soorten/", views.post_kinds, name="post_kinds"),
    path("menskracht/<int:pk>/soorten/<slug:kind>/", views.kind_help, name="kind_help"),
    path("menskracht/<int:pk>/toevoegen/<slug:kind>/", views.post_add, name="post_add"),
    path("inzet/<int:pk>/", views.post_edit, name="post_edit"),
    path("inzet/<int:pk>/verwijderen/", views.post_delete, name="post_delete"),
    path("menskracht/<int:pk>/scenario/", scenario_views.scenario_page, name="scenarios"),
    path("menskracht/<int:pk>/scenario/<int:rank>/", scenario_views.scenario_edit, name="scenario_edit"),
    path("menskracht/<int:pk>/tellingen/<int:year>/", scenario_views.scenario_counts, name="scenario_counts"),
    path("scenario/<int:pk>/verwijderen/", scenario_views.scenario_delete, name="scenario_delete"),
]
