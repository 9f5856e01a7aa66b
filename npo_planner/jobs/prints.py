"""A print as a job: the order for the press is kept whole, so what was asked for comes, whoever types meanwhile."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from npo_planner.jobs.registry import Product
from npo_planner.jobs.turn import Turn
from npo_planner.press.client import press
from npo_planner.press.order import Order

KIND = "print"
PDF = "application/pdf"
BYTES = "base64"
ORDERS = TypeAdapter(Order)


def pack(order: Order) -> bytes:
    """``order`` as the material of a job."""
    text = json.dumps(asdict(order), default=lambda value: {BYTES: b64encode(value).decode()})
    return zlib.compress(text.encode())


def unpack(material: bytes) -> Order:
    """The order that was packed. Raises pydantic.ValidationError for anything else."""
    return ORDERS.validate_python(json.loads(zlib.decompress(material), object_hook=_bytes))


def make(turn: Turn) -> Product:
    """The handler of prints. Raises PressFailed."""
    return Product(press(unpack(turn.material)), PDF, turn.arguments["name"])


def _bytes(found: dict[str, Any]) -> Any:
    return b64decode(found[BYTES]) if set(found) == {BYTES} else found
