"""Addresses of the plan room."""

from django.urls import path

from programmes.plan import goal_views, menu_views, views

urlpatterns = [
    path("programma/<int:pk>/", views.walk, name="walk"),
    path("programma/<int:pk>/school/", views.step_school, name="step_school"),
    path("programma/<int:pk>/nieuwe-scan/", views.scan_renew, name="scan_renew"),
    path("programma/<int:pk>/visie/", views.vision, name="vision"),
    path("programma/<int:pk>/leerlingen/<int:year>/", views.pupils, name="pupils"),
    path("programma/<int:pk>/ander-geld/", views.funding_add, name="funding_add"),
    path("inkomsten/<int:pk>/", views.funding_edit, name="funding_edit"),
    path("inkomsten/<int:pk>/verwijderen/", views.funding_delete, name="funding_delete"),
    path("programma/<int:pk>/maatregelen/", views.measures, name="measures"),
    path("programma/<int:pk>/menukaart/", menu_views.menu, name="menu"),
    path("programma/<int:pk>/menukaart/vergelijken/", menu_views.menu_compare, name="menu_compare"),
    path("programma/<int:pk>/maatregel/", views.measure_add_own, name="measure_add_own"),
    path("programma/<int:pk>/maatregel/<slug:code>/", views.measure_add, name="measure_add"),
    path("programma/<int:pk>/niet-gekozen/<slug:code>/", menu_views.not_chosen_add, name="not_chosen_add"),
    path("niet-gekozen/<int:pk>/", menu_views.not_chosen_edit, name="not_chosen_edit"),
    path("niet-gekozen/<int:pk>/verwijderen/", menu_views.not_chosen_delete, name="not_chosen_delete"),
    path("maatregel/<int:pk>/", views.measure_edit, name="measure_edit"),
    path("maatregel/<int:pk>/verwijderen/", views.measure_delete, name="measure_delete"),
    path("maatregel/<int:pk>/omhoog/", views.measure_up, name="measure_up"),
    path("maatregel/<int:pk>/omlaag/", views.measure_down, name="measure_down"),
    path("programma/<int:pk>/doelen/", goal_views.goals, name="goals"),
    path("maatregel/<int:pk>/doel/", goal_views.goal_add, name="goal_add"),
    path("doel/<int:pk>/", goal_views.goal_edit, name="goal_edit"),
    path("doel/<int:pk>/verwijderen/", goal_views.goal_delete, name="goal_delete"),
    path("doel/<int:pk>/tussenpunt/", goal_views.milestone_add, name="milestone_add"),
    path("tussenpunt/<int:pk>/", goal_views.milestone_edit, name="milestone_edit"),
    path("tussenpunt/<int:pk>/verwijderen/", goal_views.milestone_delete, name="milestone_delete"),
    path("inzet/<int:pk>/verdeling/", views.post_shares, name="post_shares"),
    path("programma/<int:pk>/begroting/", views.budget, name="budget"),
    path("programma/<int:pk>/kosten/", views.cost_add, name="cost_add"),
    path("kosten/<int:pk>/", views.cost_edit, name="cost_edit"),
    path("kosten/<int:pk>/verwijderen/", views.cost_delete, name="cost_delete"),
    path("programma/<int:pk>/controle/", views.check_list, name="checks"),
]
