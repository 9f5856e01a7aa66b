"""How an order goes to the process of the press and an answer comes back: lengths, then bytes.

An order is pickled, for the product itself made it. An answer never is: it comes from where typed text was at work.
"""

from __future__ import annotations

import json
import pickle
import struct
from dataclasses import asdict, dataclass
from typing import BinaryIO

from npo_planner.press.order import Order

LENGTH = struct.Struct(">Q")
LENGTHS = struct.Struct(">II")
LARGEST = 256 * 2**20
"""Bytes of one answer: more is not a PDF of ours."""


class Rubbish(Exception):  # noqa: N818 - it reads as what was read
    """What was read is not an answer."""


@dataclass(frozen=True)
class Told:
    """What goes beside the PDF. ``problem`` is why there is none: ``memory`` or the name of an exception, else empty.

    ``log`` are the messages of the render, as (number of the level, text); ``megabytes`` what the process holds now.
    """

    problem: str = ""
    log: tuple[tuple[int, str], ...] = ()
    megabytes: int = 0


def send_order(stream: BinaryIO, order: Order) -> None:
    packed = pickle.dumps(order)
    stream.write(LENGTH.pack(len(packed)) + packed)
    stream.flush()


def read_order(stream: BinaryIO) -> Order | None:
    """The next order; None when there will be no more."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return pickle.loads(stream.read(*LENGTH.unpack(head)))  # noqa: S301 - see above


def send_answer(stream: BinaryIO, told: Told, content: bytes = b"") -> None:
    head = json.dumps(asdict(told)).encode()
    stream.write(LENGTHS.pack(len(head), len(content)) + head + content)
    stream.flush()


def read_answer(stream: BinaryIO) -> tuple[Told, bytes]:
    """What came of an order. Raises EOFError when the stream ended before it, and Rubbish."""
    size, more = LENGTHS.unpack(_read(stream, LENGTHS.size))
    if size + more > LARGEST:
        raise Rubbish(f"{size + more} bytes")
    told, content = _told(_read(stream, size)), _read(stream, more)
    if not told.problem and not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")):
        raise Rubbish("something that is no PDF")
    return told, content


def _read(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError("no answer")
    return content


def _told(head: bytes) -> Told:
    try:
        told = json.loads(head)
        log = tuple((int(level), str(text)) for level, text in told["log"])
        return Told(problem=str(told["problem"]), log=log, megabytes=int(told["megabytes"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Rubbish("another head") from error
