"""A parent votes on a phone, in a real browser: one tap is enough, and the password is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from npo_planner.models import Sitting
from programmes.models import Ballot
from schools.models import User
from tests.browser.conftest import NARROW, WIDE
from tests.programmes.consent.cast import PASSWORD, cast_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_one_tap_casts_the_vote_after_the_page_kept_a_draft(
    page: Page, live_server: Any, sign_in: Callable[[User], None], size: Any
) -> None:
    """When the page gets shorter under the thumb, the tap falls beside the button."""
    page.set_viewport_size(size)
    cast = cast_in("at_mr")
    sign_in(cast.parent)
    page.goto(live_server.url + reverse("vote", args=[cast.round.pk]))

    page.get_by_label("Voor", exact=True).check()
    page.get_by_label("Toelichting", exact=True).fill("Een goed plan voor groep 5.")
    page.get_by_label("Uw wachtwoord").fill(PASSWORD)
    expect(page.locator(".save-state [data-state]")).to_contain_text("Bewaard als klad")
    kept = str(Sitting.objects.get().typed)
    page.mouse.wheel(0, 20_000)
    page.get_by_label("Uw wachtwoord").press("End")
    page.get_by_role("button", name="Breng mijn stem uit").click()

    expect(page.get_by_text("Uw stem is vastgelegd.")).to_be_visible()
    assert (Ballot.objects.get().choice, Ballot.objects.get().reason) == ("voor", "Een goed plan voor groep 5.")
    assert PASSWORD not in kept
