"""Addresses of reading a programme from a file."""

from django.urls import path

from programmes.document.intake import views

urlpatterns = [
    path("school/<int:pk>/inlezen/", views.intake, name="intake"),
    path("school/<int:pk>/inlezen/bewaren/", views.intake_apply, name="intake_apply"),
]
