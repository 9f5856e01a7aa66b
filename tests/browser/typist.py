"""A person at a keyboard: opens pages by clicking, fills in fields, saves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from playwright.sync_api import Locator, Page, expect

from npo_planner.money import number


def as_typed(value: Any) -> str:
    """What a Dutch person types for ``value``: 56.298,5 for a number, but ISO for the browser's date field."""
    if isinstance(value, Decimal | int):
        return number(value)
    return value.isoformat() if isinstance(value, date) else str(value)


class Typist:
    """Types in ``page``. A field is named as in its form; a choice by its visible text."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def click(self, name: str, *, within: Locator | None = None) -> None:
        """Click the link or button called ``name`` (its whole visible text starts with it)."""
        place = within or self.page.locator("main")
        # Words that only a screen reader gets stand apart: "Kiezen : Instructie".
        called = re.compile(r"\s*".join(re.escape(part) for part in re.split(r"\s+|(?=:)", name)))
        target = place.get_by_role("link", name=called).or_(place.get_by_role("button", name=called))
        target.first.click()

    def step(self, name: str) -> None:
        """Go to another step by the list beside the page."""
        self.page.get_by_role("navigation", name="Stappen van het plan").get_by_role("link", name=name).click()

    def fill(self, **values: Any) -> None:
        """Fill in fields. A list ticks the boxes with those texts; None leaves a field alone."""
        for name, value in values.items():
            if value is None:
                continue
            if isinstance(value, list | tuple):
                self._tick(name, value)
            else:
                self._fill_one(self.page.locator(f'main [name="{name}"]').first, name, value)

    def save(self, button: str = "Bewaren") -> None:
        """Press the button; the page that follows has no list of mistakes."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=button, exact=True).click()
        mistakes = self.page.locator(".error-summary")
        assert mistakes.count() == 0, mistakes.inner_text()

    def send(self) -> None:
        """Press the button of the form, whatever it says."""
        with self.page.expect_navigation():
            self.page.locator("main form.row-form button[type=submit]").first.click()

    def says(self, text: str) -> None:
        """The page tells ``text``."""
        expect(self.page.locator("main")).to_contain_text(text)

    def _fill_one(self, field: Locator, name: str, value: Any) -> None:
        kind = field.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            values = field.locator("option").evaluate_all("all => all.map(o => [o.value, o.text.trim()])")
            chosen = next(v for v, text in values if str(value) in (v, text) or text.endswith(str(value)))
            field.select_option(chosen)
        elif kind == "radio":
            self.page.locator(f'main [name="{name}"][value="{value}"]').check(force=True)
        else:
            field.fill(as_typed(value))

    def _tick(self, name: str, texts: Iterable[str]) -> None:
        group = self.page.locator(f"#div_id_{name}")
        for text in texts:
            group.get_by_label(text, exact=True).check()
