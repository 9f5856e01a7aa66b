"""The product's addresses, and one that is broken."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from npo_planner.urls import urlpatterns as product


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("stuk, met een geheim")


urlpatterns = [path("stuk/", broken), *product]
