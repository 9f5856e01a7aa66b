"""All addresses of the product; every app brings its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("schools.urls")),
    path("", include("scans.urls")),
    path("", include("menukaart.urls")),
    path("", include("staffing.urls")),
    path("", include("programmes.urls")),
    path("beheer/gegevens/", admin.site.urls),
]
