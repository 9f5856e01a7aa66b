"""Who may do what with the menukaart: everybody reads what was published, administrators keep the editions."""

from __future__ import annotations

from menukaart.models import Edition, Intervention
from schools import rules as school_rules
from schools.models import User

keeps_menu = school_rules.is_administrator


def can_keep(user: User, row: Edition | Intervention) -> bool:
    return keeps_menu(user)
