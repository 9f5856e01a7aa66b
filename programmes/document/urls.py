"""Addresses of the document room."""

from django.urls import path

from programmes.document import check_views, views

urlpatterns = [
    path("controle/", check_views.check, name="check"),
    path("controle/<slug:fingerprint>/", check_views.check_fingerprint, name="check_fingerprint"),
    path("programma/<int:pk>/document/", views.document, name="document"),
    path("programma/<int:pk>/document/<slug:length>/", views.document, name="document_length"),
    path("programma/<int:pk>/concept/", views.draft, name="draft"),
    path("programma/<int:pk>/concept/pdf/", views.draft_pdf, name="draft_pdf"),
    path("programma/<int:pk>/concept/pdf/<slug:length>/", views.draft_pdf, name="draft_length_pdf"),
    path("programma/<int:pk>/begroting.xlsx", views.draft_xlsx, name="draft_xlsx"),
    path("versie/<int:pk>/begroting.xlsx", views.version_xlsx, name="version_xlsx"),
    path("versie/<int:pk>/pdf/", views.version_pdf, name="version_pdf"),
    path("versie/<int:pk>/pdf/<slug:length>/", views.version_pdf, name="version_length_pdf"),
    path("versie/<int:pk>/json/", views.version_json, name="version_json"),
]
