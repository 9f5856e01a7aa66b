"""What somebody sees on the page of the MR from the start."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from schools.models import User
from tests.programmes.consent.cast import Cast


def screen(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(route: str, *args: int, anchor: str = "") -> str:
    return reverse(route, args=args) + anchor


def body(response) -> str:
    return " ".join(response.content.decode().split())


def start(cast: Cast, user: User) -> str:
    return body(screen(user).get(url("mr_start", cast.programme.pk)))
