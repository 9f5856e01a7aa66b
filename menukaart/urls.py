"""Addresses of menukaart."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
