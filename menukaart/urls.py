"""Addresses of the menukaart. ``beheer`` stands where the code of an edition stands: see ``RESERVED_CODES``."""

from django.urls import path

from menukaart import editor_views as editor
from menukaart import views

urlpatterns = [
    path("menukaart/", views.editions, name="editions"),
    path("menukaart/beheer/", editor.editions_manage, name="editions_manage"),
    path("menukaart/beheer/nieuw/", editor.edition_add, name="edition_add"),
    path("menukaart/beheer/inlezen/", editor.edition_import, name="edition_import"),
    path("menukaart/beheer/inlezen/verwerken/", editor.edition_import_apply, name="edition_import_apply"),
    path("menukaart/beheer/<int:pk>/", editor.edition_manage, name="edition_manage"),
    path("menukaart/beheer/<int:pk>/wijzigen/", editor.edition_edit, name="edition_edit"),
    path("menukaart/beheer/<int:pk>/kopieren/", editor.edition_copy, name="edition_copy"),
    path("menukaart/beheer/<int:pk>/publiceren/", editor.edition_publish, name="edition_publish"),
    path("menukaart/beheer/<int:pk>/concept/", editor.edition_reopen, name="edition_reopen"),
    path("menukaart/beheer/<int:pk>/verwijderen/", editor.edition_delete, name="edition_delete"),
    path("menukaart/beheer/<int:pk>/interventie/", editor.intervention_add, name="intervention_add"),
    path("menukaart/beheer/interventie/<int:pk>/", editor.intervention_edit, name="intervention_edit"),
    path("menukaart/beheer/interventie/<int:pk>/verwijderen/", editor.intervention_delete, name="intervention_delete"),
    path("menukaart/<slug:code>/", views.edition, name="edition"),
    path("menukaart/<slug:code>/csv/", views.edition_csv, name="edition_csv"),
    path("menukaart/<slug:code>/json/", views.edition_json, name="edition_json"),
]
