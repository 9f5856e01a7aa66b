"""Addresses of the document room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
