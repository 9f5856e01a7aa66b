"""Addresses of the plan room."""

from django.urls import path

from programmes.plan import menu_views, money_views, views

urlpatterns = [
    path("programma/<int:pk>/", views.walk, name="walk"),
    path("programma/<int:pk>/school/", views.step_school, name="step_school"),
    path("programma/<int:pk>/nieuwe-scan/", views.scan_renew, name="scan_renew"),
    path("programma/<int:pk>/visie/", views.vision, name="vision"),
    path("programma/<int:pk>/leerlingen/<int:year>/", views.pupils, name="pupils"),
    path("programma/<int:pk>/ander-geld/", money_views.funding_add, name="funding_add"),
    path("inkomsten/<int:pk>/", money_views.funding_edit, name="funding_edit"),
    path("inkomsten/<int:pk>/verwijderen/", money_views.funding_delete, name="funding_delete"),
    path("programma/<int:pk>/deel-bestuur/", money_views.board_share_add, name="board_share_add"),
    path("deel-bestuur/<int:pk>/", money_views.board_share_edit, name="board_share_edit"),
    path("deel-bestuur/<int:pk>/verwijderen/", money_views.board_share_delete, name="board_share_delete"),
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
    path("programma/<int:pk>/doelen/", views.goals, name="goals"),
    path("maatregel/<int:pk>/doel/", views.goal_add, name="goal_add"),
    path("doel/<int:pk>/", views.goal_edit, name="goal_edit"),
    path("doel/<int:pk>/verwijderen/", views.goal_delete, name="goal_delete"),
    path("inzet/<int:pk>/verdeling/", views.post_shares, name="post_shares"),
    path("programma/<int:pk>/begroting/", money_views.budget, name="budget"),
    path("programma/<int:pk>/kosten/", money_views.cost_add, name="cost_add"),
    path("kosten/<int:pk>/", money_views.cost_edit, name="cost_edit"),
    path("kosten/<int:pk>/verwijderen/", money_views.cost_delete, name="cost_delete"),
    path("kosten/<int:pk>/verdeling/", money_views.cost_shares, name="cost_shares"),
    path("kosten/<int:pk>/invullen/", money_views.cost_fill_in, name="cost_fill_in"),
    path("programma/<int:pk>/controle/", views.check_list, name="checks"),
]
