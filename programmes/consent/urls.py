"""Addresses of the consent room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
