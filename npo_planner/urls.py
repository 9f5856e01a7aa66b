"""All addresses of the product; every app brings its own."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("beheer/gegevens/", admin.site.urls),
]
