"""One intervention as it travels: between two editions, and between an edition and a file."""

from __future__ import annotations

from dataclasses import dataclass

from menukaart.models import Intervention


@dataclass(frozen=True)
class Record:
    """All that a card says. ``sectors``: codes with spaces between; ``domains``: names of shared ones."""

    code: str
    letter: str
    name: str
    effect_months: int | None = None
    evidence: int | None = None
    cost: int | None = None
    sectors: str = ""
    domains: tuple[str, ...] = ()
    note: str = ""
    source: str = ""

    @classmethod
    def of(cls, card: Intervention) -> Record:
        """The record of ``card``, which comes with its category and domains."""
        return cls(
            code=card.code,
            letter=card.category.letter,
            name=card.name,
            effect_months=card.effect_months,
            evidence=card.evidence,
            cost=card.cost,
            sectors=card.sectors,
            domains=tuple(domain.name for domain in card.domains.all()),
            note=card.note,
            source=card.source,
        )

    @property
    def figures(self) -> Intervention:
        """An unsaved card for showing: the words for its figures and sectors."""
        return Intervention(
            code=self.code,
            name=self.name,
            effect_months=self.effect_months,
            evidence=self.evidence,
            cost=self.cost,
            sectors=self.sectors,
            note=self.note,
            source=self.source,
        )
