import pytest
from django.urls import reverse
from tests.factories import *
@pytest.mark.django_db
def test_f(client):
    p = make_programme(); h = make_head(p.school); client.force_login(h)
    f = p.funding.first()
    r = client.post(reverse("funding_edit", args=[f.pk]), {"units": "200", "amount": "1.234,50"})
    assert r.status_code == 302
    r = client.get("/scan/99999999999999999999999999/")
    assert r.status_code == 404
    r = client.post("/behoefte/99999999999999999999999999/omhoog/")
    assert r.status_code == 404
