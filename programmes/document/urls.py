"""Addresses of the document room."""

from django.urls import path

from programmes.document import file_views, json_views, public_views, published, views

urlpatterns = [
    path("programma/<int:pk>/document/", views.document, name="document"),
    path("programma/<int:pk>/document/<slug:length>/", views.document, name="document_length"),
    path("programma/<int:pk>/openbaar/", public_views.public_link, name="public_link"),
    path("programma/<int:pk>/openbaar/aan/", public_views.public_link_open, name="public_link_open"),
    path("programma/<int:pk>/openbaar/uit/", public_views.public_link_close, name="public_link_close"),
    path("openbaar/<slug:token>/", public_views.public_summary, name="public_summary"),
    path("openbaar/<slug:token>/samenvatting.pdf", public_views.public_pdf, name="public_pdf"),
    path("openbaar/<slug:token>/logo.png", public_views.public_logo, name="public_logo"),
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
    path("programma/<int:pk>/concept/word/<slug:length>/", file_views.draft_docx, name="draft_docx"),
    path("programma/<int:pk>/concept/gegevens.zip", file_views.draft_csv, name="draft_csv"),
    path("versie/<int:pk>/word/<slug:length>/", file_views.version_docx, name="version_docx"),
    path("versie/<int:pk>/gegevens.zip", file_views.version_csv, name="version_csv"),
]
