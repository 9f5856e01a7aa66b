"""What the server answers when a page saves by itself while somebody types.

The page posts the whole form to its own address, with the header ``X-Autosave``:

* ``save``: something was typed. Of a row that exists each field that is right and that nobody else changed is saved;
  whatever else was typed (mistakes, collisions, a row that does not exist yet) is kept as a draft of this sitting.
* ``leave``: the same, and the tab closes.
* ``beat``: nothing was typed; the tab is open. ``bye``: nothing was typed; the tab closes.

The answer is JSON; ``says`` is the truth about what was typed, in Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.timezone import localtime, now

from npo_planner import sittings
from npo_planner.errors import Refused
from npo_planner.forms import RowForm
from npo_planner.models import Sitting
from npo_planner.values import as_list, raw

HEADER = "X-Autosave"
NUMBER = "X-Autosave-Number"

NUMBERS = re.compile(r"\d{1,15}", re.ASCII)
"""The number of a message: milliseconds since 1970 and up."""

Save = Callable[[dict[str, Any]], Any]


def is_asked(request: HttpRequest) -> bool:
    """Whether the page asks this by itself, and nobody pressed a button."""
    return request.method == "POST" and HEADER in request.headers


def answer(
    request: HttpRequest, form: Any, save: Save | None, live: Callable[[Any], str] | None = None
) -> HttpResponse:
    """Save what can be saved of ``form`` with ``save`` (None: nothing before the button), and keep the rest.

    ``live(form)`` is HTML for the page: what follows from what was typed.
    """
    sitting, number = sittings.of_request(request), request.headers.get(NUMBER, "")
    if sitting is None or not NUMBERS.fullmatch(number):
        return HttpResponseBadRequest()
    asked, late = request.headers[HEADER], sittings.is_late(sitting, int(number))
    if asked in {"beat", "bye"}:
        if not late:
            sittings.note(sitting, typed=None, number=int(number), left=asked == "bye")
        return JsonResponse({"others": Sitting.objects.others(sitting)})
    if late:
        return JsonResponse({"late": True, "sitting": sittings.new_token(request.user)})
    form.is_valid()
    typed = sittings.typed_in(form)
    if not save and "seen" in form.fields:  # a draft of many rows says against what it was typed
        typed["seen"] = [str(form["seen"].data or "")]
    told = _save(form, save) if save else {"says": _kept("Bewaard als klad om {}. Druk op de knop als u klaar bent.")}
    if save:
        typed = {name: typed[name] for name in told.pop("unsaved") if name in typed}
    sittings.note(sitting, typed=typed, number=int(number), left=asked == "leave")
    if live and asked == "save":
        told["live"] = live(form)
    return JsonResponse(told | {"others": Sitting.objects.others(sitting)})


def _save(form: RowForm, save: Save) -> dict[str, Any]:
    """Save the fields that are right; what the page must know of each field."""
    errors = {name: list(texts) for name, texts in form.errors.items()}
    sound, refused = form.sound(), ""
    try:
        with transaction.atomic():
            if sound is not None and (changes := sound.changes()):
                save(changes)
    except Refused as refusal:
        refused, sound = str(refusal), None
    except IntegrityError:  # a rule of the database that the fields with a mistake would have met
        sound = None
    unsaved = set(errors) if sound else set(form.fields)
    return {
        "says": refused or _says(form, sound),
        "safe": not unsaved,
        "unsaved": unsaved - {"__all__"},
        "errors": {name: texts for name, texts in errors.items() if name not in form.collisions},
        "collisions": {name: _panel(form, name) for name in form.collisions},
        "fields": _fields(form, sound) if sound else {},
    }


def _says(form: RowForm, sound: RowForm | None) -> str:
    if sound is form:
        return _kept("Opgeslagen om {}.")
    if form.collisions:
        return _kept("Kies welke tekst blijft; uw tekst is bewaard om {}.")
    if sound is None:
        return _kept("Er klopt nog iets niet; uw tekst is als klad bewaard om {}.")
    return _kept("Opgeslagen om {}, behalve wat nog niet klopt: dat is als klad bewaard.")


def _fields(form: RowForm, sound: RowForm) -> dict[str, Any]:
    """What is stored now of each field that is not in dispute: as text to compare, and as the page shows it.

    ``news`` when it is not what this page sent; ``chosen`` when the person chose it in a collision.
    """
    told = {}
    for name in sound.stored:
        if name not in sound.cleaned_data or name in form.errors:
            continue
        value = sound.cleaned_data[name]
        text, mine = sound._text(name, value), sound._text(name, form.typed_values.get(name))
        told[name] = {"stored": text}
        if text != mine:
            told[name] |= {"news": as_list(raw(value)), "chosen": name in form.kept}
    return told


def _panel(form: RowForm, name: str) -> dict[str, str]:
    collision = form.collisions[name]
    context = {"field": form[name], "collision": collision, "chosen": ""}
    return {"html": render_to_string("_collision.html", context), "stored": collision.stored}


def _kept(text: str) -> str:
    return text.format(f"{localtime(now()):%H:%M}")
