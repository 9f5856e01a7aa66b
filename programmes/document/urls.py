"""Addresses of the document room."""

from django.urls import path

from programmes.document import json_views, published, views

urlpatterns = [
    path("programma/<int:pk>/document/", views.document, name="document"),
    path("programma/<int:pk>/document/<slug:length>/", views.document, name="document_length"),
    path("programma/<int:pk>/concept/", views.draft, name="draft"),
    path("programma/<int:pk>/concept/pdf/", views.draft_pdf, name="draft_pdf"),
    path("programma/<int:pk>/concept/pdf/<slug:length>/", views.draft_pdf, name="draft_length_pdf"),
    path("programma/<int:pk>/begroting.xlsx", views.draft_xlsx, name="draft_xlsx"),
    path("versie/<int:pk>/begroting.xlsx", views.version_xlsx, name="version_xlsx"),
    path("versie/<int:pk>/pdf/", views.version_pdf, name="version_pdf"),
    path("versie/<int:pk>/pdf/<slug:length>/", views.version_pdf, name="version_length_pdf"),
    path("programma/<int:pk>/concept.json", json_views.draft_json, name="draft_json"),
    path(f"schema/{published.NAME}", json_views.schema, name="schema"),
    path("versie/<int:pk>/json/", json_views.version_json, name="version_json"),
]
