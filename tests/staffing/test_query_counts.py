"""What a page of menskracht costs: the same for 1, 3 and 30 posts."""

from __future__ import annotations

import pytest

from tests.factories import make_measure, make_post, make_share

pytestmark = pytest.mark.django_db

QUERIES = [
    ("staff", 25),
    ("outflow_edit", 23),
    ("post_kinds", 23),
    ("kind_help", 25),
    ("post_add", 28),
    ("post_edit", 29),
]


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize(("route", "queries"), QUERIES)
def test_page_costs_the_same_for_1_3_and_30_posts(
    client, head, programme, addresses, django_assert_num_queries, route, queries, count
):
    measures = [make_measure(programme), make_measure(programme)]
    for post in [*programme.staff_plan.needs.all(), *(make_post(programme) for _ in range(count - 1))]:
        for measure in measures:
            make_share(post, measure, 50)

    with django_assert_num_queries(queries):
        page = client.get(addresses[route])

    assert page.status_code == 200
