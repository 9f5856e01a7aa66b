"""The part of the document tree that tells the money: what comes in, what goes out, and the ledger behind it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from programmes.document.nodes import Amount, Money, Node, Number


class FundingNode(Node):
    """One source of money in one year. ``amount`` null: not known; ``own_amount`` when the school overrode it."""

    id: int
    label: str
    rate: Money | None
    units: Number | None
    basis_label: str
    own_amount: bool
    amount: Money | None
    note: str
    kind_label: str = ""
    certainty_label: str = ""
    spend_by: date | None = None


class BoardShareNode(Node):
    """Money of the school that the board spends for several schools; ``agreed_on`` None: the MR did not agree yet."""

    id: int
    year: str
    purpose: str
    amount: Money | None
    agreed_on: date | None
    note: str


class YearNode(Node):
    """``available`` is the funding and what came along, less ``board``. ``provisional`` is the part of the funding that
    may still change. Both are None when there is none.
    """

    year: str
    funding_lines: tuple[FundingNode, ...]
    funding: Amount
    carry_in: Amount
    available: Amount
    staff: Amount
    other: Amount
    spent: Amount
    balance: Amount
    by_category: dict[str, Amount]
    uncategorised: Amount
    board: Amount | None = None
    provisional: Amount | None = None


class CalendarYearNode(Node):
    """A calendar year: of each school year the months that lie in it."""

    year: int
    funding: Amount
    board: Amount | None = None
    staff: Amount
    other: Amount
    spent: Amount
    by_category: dict[str, Amount]
    uncategorised: Amount


class UnspentNode(Node):
    """What must be spent on ``on`` at the latest, and is not in the plan."""

    on: date
    amount: Money


class EntryNode(Node):
    """What one post or one cost takes in one school year for one measure: every figure of the budget sums these.

    ``post`` None: a cost. ``measure`` and ``category`` None: of none yet. ``autumn`` is what falls until December.
    """

    year: str
    post: int | None
    cost: int | None
    measure: int | None
    category: str | None
    amount: Money | None
    autumn: Money | None

    @property
    def is_staff(self) -> bool:
        return self.cost is None


class BudgetNode(Node):
    """``available`` is None when nothing goes to the board, ``later`` when nothing is written off after the round."""

    years: tuple[YearNode, ...]
    funding: Amount
    spent: Amount
    balance: Amount
    by_category: dict[str, Amount]
    uncategorised: Amount
    pnil: Amount
    pnil_percent: Number | None
    spent_percent: Number | None = None
    available: Amount | None = None
    later: Amount | None = None
    board_shares: tuple[BoardShareNode, ...] = ()
    calendar: tuple[CalendarYearNode, ...] = ()
    unspent: tuple[UnspentNode, ...] = ()
    without_measure: tuple[tuple[str, Amount], ...] = ()
    ledger: tuple[EntryNode, ...] = ()

    @property
    def without_measure_total(self) -> Amount:
        """What no measure takes, in all years."""
        amounts = [amount for _, amount in self.without_measure]
        return Amount(
            amount=sum((each.amount for each in amounts), Decimal("0.00")),
            complete=all(each.complete for each in amounts),
        )
