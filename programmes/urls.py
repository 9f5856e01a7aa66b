"""Addresses of the plan, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("programmes.plan.urls")),
    path("", include("programmes.document.urls")),
    path("", include("programmes.document.intake.urls")),
    path("", include("programmes.consent.urls")),
    path("", include("programmes.council.urls")),
    path("", include("programmes.monitoring.urls")),
    path("", include("programmes.oversight.urls")),
]
