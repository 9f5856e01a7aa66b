"""Print all hostile documents in the three lengths: seconds, memory, and what of the text is not on paper.

    python bench/hostile.py [NAME…]        # the names of tests/programmes/document/hostile.py; all takes many minutes

Ends with code 1 when one hangs, takes too much memory, loses text, or is refused that should not be.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "npo_planner.settings_test")

import django  # noqa: E402

django.setup()

from npo_planner.press.client import PRESS, PressFailed  # noqa: E402
from programmes.document import pdf  # noqa: E402
from programmes.document.lengths import Length  # noqa: E402
from tests.programmes.document.hostile import Case, documents  # noqa: E402
from tests.programmes.document.sized import STAMP  # noqa: E402
from tests.programmes.document.test_hostile import lost, printed  # noqa: E402


def outcome(case: Case, length: Length) -> tuple[str, bool]:
    """What happened, and whether that is well. Text may be left out of the shorter lengths."""
    try:
        content = pdf.render(case.document, STAMP, length)
    except PressFailed as failed:
        return failed.code, case.too_long and failed.code == "press_too_long"
    missing = lost(case, printed(content)) if length == Length.FULL else {}
    return f"{len(content)} bytes, {len(missing)} of {len(case.told)} texts lost {list(missing)[:3]}", not missing


def main(names: list[str]) -> int:
    bad = 0
    for case in documents():
        for length in Length if not names or case.name in names else ():
            begun = time.monotonic()
            told, well = outcome(case, length)
            held = f"{PRESS.child.megabytes} MB" if PRESS.child else ""
            print(f"{'' if well else 'BAD '}{case.name}, {length.slug}: {time.monotonic() - begun:.1f} s {held} {told}")
            bad += not well
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
