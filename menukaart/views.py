"""Pages for everybody who signed in: the published editions, and one edition with what changed in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from menukaart import exchange, rules
from menukaart.changes import changes
from menukaart.models import Edition, Intervention
from menukaart.records import Record
from npo_planner import sheets
from npo_planner.access import signed_in


@signed_in()
def editions(request: HttpRequest) -> HttpResponse:
    context = {
        "editions": Edition.objects.published().with_how_many(),
        "keeps": rules.keeps_menu(request.user),
    }
    return render(request, "menukaart/editions.html", context)


@signed_in()
def edition(request: HttpRequest, code: str) -> HttpResponse:
    """A whole edition by category, and what changed against the edition that was published before it."""
    found = _visible(request, code)
    cards = list(Intervention.objects.of_edition(found))
    before = Edition.objects.before(found).first()
    context = {
        "edition": found,
        "cards": cards,
        "before": before,
        "changes": changes(Intervention.objects.of_edition(before), cards) if before else None,
        "keeps": rules.keeps_menu(request.user),
    }
    return render(request, "menukaart/edition.html", context)


@signed_in()
def edition_csv(request: HttpRequest, code: str) -> HttpResponse:
    found = _visible(request, code)
    return sheets.download(exchange.table(_records(found)), f"menukaart-{found.code}.csv")


@signed_in()
def edition_json(request: HttpRequest, code: str) -> HttpResponse:
    found = _visible(request, code)
    response = HttpResponse(exchange.to_json(_records(found)), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="menukaart-{found.code}.json"'
    return response


def _visible(request: HttpRequest, code: str) -> Edition:
    """Raises Http404 for a draft that this person may not see as for one that does not exist."""
    return get_object_or_404(Edition.objects.visible_to(request.user), code=code)


def _records(edition: Edition) -> list[Record]:
    return [Record.of(card) for card in Intervention.objects.of_edition(edition)]
