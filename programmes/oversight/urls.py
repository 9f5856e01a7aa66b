"""Addresses of the oversight room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
