"""What this installation knows that a document names: one query for each kind of thing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from menukaart.models import Category, Edition, Intervention
from npo_planner.errors import Refused
from programmes.document.intake.checks import short
from programmes.document.schema import Document, InterventionNode
from programmes.models import FundingRate, Round, RoundYear
from scans.models import Domain
from schools.models import School
from staffing.models import StaffKind


@dataclass(frozen=True)
class Known:
    """By the name, letter, code or label that a document calls them; ``rates`` are those of the kind of school.

    ``edition`` is the one that the document chose from, None when it is not here: then no card is known.
    """

    school: School
    round: Round
    edition: Edition | None
    domains: dict[str, Domain]
    categories: dict[str, Category]
    cards: dict[str, Intervention]
    kinds: dict[str, StaffKind]
    years: dict[str, RoundYear]
    rates: dict[tuple[str, str], FundingRate]

    @classmethod
    def of(cls, document: Document, school: School) -> Known:
        """Raises Refused (unknown_round)."""
        round_ = Round.objects.select_related("edition").filter(code=document.round.code[:20]).first()
        if round_ is None:
            name = short(document.round.name)
            text = f"Dit plan is voor “{name}”. Die regeling kent deze planner niet, dus inlezen kan niet."
            raise Refused(text, code="unknown_round")
        edition = Edition.objects.published().filter(code=document.edition.code[:20]).first()
        cards = Intervention.objects.of_edition(edition).prefetch_related(None) if edition else ()
        kinds = list(StaffKind.objects.all())
        often = Counter(kind.name for kind in kinds)
        return cls(
            school=school,
            round=round_,
            edition=edition,
            domains={domain.name: domain for domain in Domain.objects.for_school(school)},
            categories={category.letter: category for category in Category.objects.all()},
            cards={card.code: card for card in cards},
            kinds={kind.name: kind for kind in kinds if often[kind.name] == 1},
            years={year.label: year for year in round_.years.all()},
            rates={(rate.year.label, rate.label): rate for rate in FundingRate.objects.for_school(round_, school)},
        )

    def card(self, node: InterventionNode) -> Intervention | None:
        """The card that ``node`` means: the same edition, code and name; else it is another card."""
        found = self.cards.get(node.code)
        same = found is not None and node.edition == self.edition.code and node.name == found.name
        return found if same else None
