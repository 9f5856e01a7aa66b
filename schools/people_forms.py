"""What people fill in to invite somebody, and to find a school or a board."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Row
from django import forms

from npo_planner.forms import helper
from schools.constants import GMR_ROLES, MR_ROLES, NEEDS_GELEDING, Role
from schools.models import Board, School

SCHOOL_ROLES = (Role.HEAD, Role.TEAM, Role.MR_MEMBER, Role.MR_SECRETARY, Role.MR_SUBSTITUTE)
BOARD_ROLES = (Role.BOARD, Role.GMR_MEMBER, Role.GMR_SECRETARY)


class InviteForm(forms.Form):
    """Somebody and their role at a school or a board."""

    name = forms.CharField(label="Naam", max_length=120)
    email = forms.EmailField(label="E-mailadres", max_length=254)
    role = forms.ChoiceField(label="Rol")
    geleding = forms.ChoiceField(
        label="Namens wie", required=False, help_text="Alleen voor de MR en de GMR: voor wie deze persoon spreekt."
    )

    refusals = {
        "already": "email",
        "both_sides": "role",
        "inactive": "email",
        "self": "email",
        "wrong_geleding": "geleding",
    }

    def __init__(self, *args: Any, place: School | Board, roles: tuple[Role, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles or (BOARD_ROLES if isinstance(place, Board) else SCHOOL_ROLES)
        self.fields["role"].choices = [("", "Kies een rol"), *((r.value, r.label) for r in roles)]
        if len(roles) == 1:
            self.fields["role"].choices = [(roles[0].value, roles[0].label)]
        names = [(g.value, g.label) for g in place.geledingen]
        self.fields["geleding"].choices = [("", "niet van toepassing"), *names]
        rows: list[Any] = ["name", "email", Row(Column("role"), Column("geleding"))]
        if not set(roles) & (MR_ROLES | GMR_ROLES):
            del self.fields["geleding"]
            rows = ["name", "email", "role"]
        self.helper = helper(*rows)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        role, geleding = cleaned.get("role"), cleaned.get("geleding")
        if role in NEEDS_GELEDING and not geleding:
            self.add_error("geleding", "Kies namens wie deze persoon spreekt.")
        if role and geleding and role not in MR_ROLES | GMR_ROLES:
            self.add_error("geleding", "Een geleding hoort alleen bij de MR of de GMR. Kies “niet van toepassing”.")
        return cleaned


class PlaceSearchForm(forms.Form):
    """Part of a name, a town or a number."""

    q = forms.CharField(label="Naam, plaats, nummer of vestigingscode", max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("q")
