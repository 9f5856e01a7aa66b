"""Addresses of the monitoring room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
