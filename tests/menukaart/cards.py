"""The cards of the shipped editions, and cards of one's own, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from menukaart.models import Category, Intervention

FIXTURES = Path(settings.BASE_DIR) / "menukaart" / "fixtures"


def fixture(name: str, model: str) -> list[dict[str, Any]]:
    """The fields of the rows of ``model`` in a fixture."""
    rows = json.loads((FIXTURES / f"{name}.json").read_text())
    return [row["fields"] for row in rows if row["model"] == f"menukaart.{model}"]


CATEGORIES = {row["letter"]: Category(**row) for row in fixture("categories", "category")}


def deck(code: str) -> list[Intervention]:
    """The unsaved cards of edition ``code``, with names, categories and figures; without domains."""
    names = ("code", "name", "effect_months", "evidence", "cost", "sectors", "note", "source")
    return [
        Intervention(category=CATEGORIES[row["category"][0]], **{name: row[name] for name in names})
        for row in fixture(f"menukaart_{code}", "intervention")
    ]
