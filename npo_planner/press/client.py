"""The way to the press: hand it an order, get a PDF."""

from __future__ import annotations

from npo_planner.press.order import Order
from npo_planner.press.setting import set_pages


def press(order: Order) -> bytes:
    """The PDF of ``order``."""
    return set_pages(order)
