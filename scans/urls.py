"""Addresses of scans."""

from django.urls import path

from scans import views

urlpatterns = [
    path("scan/<int:pk>/", views.scan, name="scan"),
    path("scan/<int:pk>/wijzigen/", views.scan_edit, name="scan_edit"),
    path("scan/<int:pk>/rooster/", views.scan_grid, name="scan_grid"),
    path("scan/<int:pk>/importeren/", views.scan_import, name="scan_import"),
    path("scan/<int:pk>/bevinding/", views.finding_add, name="finding_add"),
    path("bevinding/<int:pk>/", views.finding_edit, name="finding_edit"),
    path("bevinding/<int:pk>/verwijderen/", views.finding_delete, name="finding_delete"),
    path("scan/<int:pk>/gesprek/", views.consultation_add, name="consultation_add"),
    path("gesprek/<int:pk>/", views.consultation_edit, name="consultation_edit"),
    path("gesprek/<int:pk>/verwijderen/", views.consultation_delete, name="consultation_delete"),
    path("scan/<int:pk>/ontwikkelgebied/", views.domain_add, name="domain_add"),
    path("scan/<int:pk>/behoeften/", views.needs, name="needs"),
    path("scan/<int:pk>/behoefte/", views.need_add, name="need_add"),
    path("behoefte/<int:pk>/", views.need_edit, name="need_edit"),
    path("behoefte/<int:pk>/verwijderen/", views.need_delete, name="need_delete"),
    path("behoefte/<int:pk>/omhoog/", views.need_up, name="need_up"),
    path("behoefte/<int:pk>/omlaag/", views.need_down, name="need_down"),
]
