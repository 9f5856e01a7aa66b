"""Plans in the database of any shape: the same one for the same seed."""

from __future__ import annotations

import random
from decimal import Decimal

from menukaart.models import Category
from programmes.models import BoardShare, Funding, Programme
from programmes.plan.constants import CostKind
from tests import factories as make

D = Decimal


def any_plan(seed: int) -> Programme:
    """A plan with posts over more years and measures, amounts with odd cents, and some that are not known."""
    chance = random.Random(seed)
    programme = make.make_programme()
    years = make.years(programme)

    def euros(most: int) -> Decimal | None:
        return None if chance.random() < 0.15 else D(chance.randint(0, most * 100)) / 100

    for line in programme.funding.all():
        units = None if chance.random() < 0.3 else D(chance.randint(1, 90_000)) / 100
        Funding.objects.filter(pk=line.pk).update(units=units, amount=chance.choice([None, euros(90_000)]))
    needs = [make.make_need(programme) for _ in range(chance.randint(0, 4))]
    measures = [
        make.make_measure(programme, code, needs=chance.sample(needs, chance.randint(0, len(needs))))
        for code in chance.choices(["A1", "B3", "C1", "D1", "E1"], k=chance.randint(0, 6))
    ]
    for _ in range(chance.randint(0, 5)):
        first, last = sorted(chance.choices(range(len(years)), k=2))
        start, end = years[first].start.replace(month=chance.randint(8, 12)), years[last].end
        post = make.make_post(programme, euros(60_000), start=start, end=end)
        left = D(100)
        for measure in chance.sample(measures, chance.randint(0, len(measures))):
            share = D(chance.randint(1, max(int(left * 50), 1))) / 100
            make.make_share(post, measure, share)
            left -= share
    for _ in range(chance.randint(0, 8)):
        shares = {m: chance.choice([None, D("33.33")]) for m in chance.sample(measures, min(len(measures), 2))}
        own = None if shares else chance.choice([None, *Category.objects.all()])
        kind = chance.choice([CostKind.MATERIAL, CostKind.INVESTMENT, CostKind.RESERVATION])
        fields = {"write_off_years": chance.choice([None, 3, 5])} if kind == CostKind.INVESTMENT else {}
        fields |= {"kind": kind, "own_category": own, "year": chance.choice(years)}
        make.make_cost(programme, euros(9_000), shares=shares, **fields)
    for year in chance.sample(years, chance.randint(0, 2)):
        BoardShare.objects.create(programme=programme, year=year, purpose="Inkoop", amount=euros(5_000))
    return programme
