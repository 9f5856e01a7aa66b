"""Addresses of the register import."""

from django.urls import path

from schools import register_views

register_urlpatterns = [
    path("beheer/register/", register_views.register, name="register"),
    path("beheer/register/inlezen/", register_views.register_upload, name="register_upload"),
    path("beheer/register/<int:pk>/", register_views.register_preview, name="register_preview"),
    path("beheer/register/<int:pk>/verwerken/", register_views.register_apply, name="register_apply"),
    path("beheer/register/<int:pk>/annuleren/", register_views.register_cancel, name="register_cancel"),
]
