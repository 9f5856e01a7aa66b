"""Documents of texts that nobody would write: each field holds a hostile text between two marks of its own.

``documents()`` are some sixty of them. ``tests/programmes/document/test_hostile.py`` prints some, ``bench/hostile.py`` all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from programmes.document.schema import Document
from tests.programmes.document.sized import Size, plain, sized

SMALL = Size(needs=2, findings=2, talks=1, measures=1, goals=1, milestones=1, posts=1, costs=1, not_chosen=1, funding=1)
HUGE = 100_000
LINES = "\n".join(["regel"] * 400)
TEXTS = {
    "long word": "onderwijsachterstandenbestrijdingsprogramma" * 40,
    "no break": "x" * 1200,
    "no-break spaces": "extra\u00a0instructie\u00a0" * 100,
    "hyphens": "be-ge-lei-ding-" * 100,
    "slashes": "a/b\\c_d.e," * 150,
    "capitals": "WERKDRUKVERMINDERING" * 60,
    "zero width": "z\u200be\u200cr\u200do\ufeff" * 200,
    "soft hyphens": "on\u00adder\u00adwijs" * 100,
    "right to left": "שלום עולם مرحبا بالعالم " * 20,
    "bidi overrides": "\u202eomgekeerd\u202c \u2066los\u2069 \u202dvast " * 40,
    "control": "a\tb\rc\x0bd\x0ce\x1ff\x7fg\x85h" * 20,
    "separators": "een\u2028twee\u2029drie" * 40,
    "combining": "z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308a" * 60,
    "emoji": "👩\u200d👩\u200d👧\u200d👦 🇳🇱 👍🏽 ❤️ 🏴\u200d☠️ " * 20,
    "only punctuation": ".…—/*" * 400,
    "only emoji": "👩\u200d👩\u200d👧\u200d👦👍🏽❤️" * 100,
    "other scripts": "Привет Ελλάδα 你好 नमस्ते สวัสดี ＦＵＬＬ " * 20,
    "far planes": "𝔘𝔫𝔦 𓀀 \U000f0000 \uffff \ufdd0 \U0010fffd" * 20,
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>" * 10,
    "links": "<a href='file:///etc/passwd'>x</a> javascript:alert(1) http://127.0.0.1/ data:text/html,x" * 10,
    "style": "</style><style>@import url(//127.0.0.1/x);*{display:none}</style> style='color:red' url(x)" * 10,
    "svg": "]]><svg onload=alert(1)><image href='file:///etc/passwd'/></svg><!-- <![CDATA[" * 10,
    "template": "{{ document.school }} {% include 'x' %} {# weg #} ${7*7} <%= x %> %s %n" * 10,
    "entities": "&amp;lt; &#0; &#xD800; &nbsp; &lt;b&gt; &bogus;" * 20,
    "formulas": "=1+1 @SUM(A1) -2 +3 |cmd" * 20,
    "newlines": LINES,
    "empty lines": "\n\n" * 300 + "eind",
    "spaces": "   ruim   " * 200,
}
FIELDS = ("visie", "scan samengevat", "bevinding", "uitkomst", "uitleg", "wat", "waarom", "planning", "doel", "te zien",
          "tussenpunt", "anders", "niet gekozen", "kosten", "toelichting", "inzet")  # fmt: skip
"""One at a time they hold a text of 100 kB."""
SIZES = {
    "findings": 1200, "talks": 1000, "needs": 500, "measures": 150, "posts": 700, "costs": 800, "not_chosen": 1200,
    "funding": 400,
}  # fmt: skip
MANY = 5000
"""Rows of a document that is refused: it would not be ready in time."""


@dataclass
class Fields:
    """Writes every field, and remembers what it wrote: ``start``, the text, ``end``."""

    text: str
    only: str = ""
    told: dict[str, str] = field(default_factory=dict)

    def __call__(self, about: str, words: int) -> str:
        mark = f"q{len(self.told):05}"
        text = plain(about, words) if self.only and about != self.only else self.text
        self.told[mark] = f"{mark}b {text} {mark}e"
        return self.told[mark]


@dataclass(frozen=True)
class Case:
    """``told`` by mark is what stands in it; ``too_long`` when the press must refuse it."""

    name: str
    document: Document
    told: dict[str, str]
    too_long: bool = False


def case(name: str, text: str, *, size: Size = SMALL, only: str = "", too_long: bool = False) -> Case:
    fields = Fields(text, only)
    return Case(name, sized(size, fields), fields.told, too_long)


def documents() -> Iterator[Case]:
    """Sixty-two: every text in every field, a text of 100 kB in one field, and thousands of rows."""
    for name, text in TEXTS.items():
        yield case(name, text)
    for about in FIELDS:
        yield case(f"100 kB of {about}", _huge("Een school die alles opschrijft. "), only=about)
    for about in ("wat", "kosten", "doel"):
        yield case(f"100 kB of {about} in one word", _huge("x"), only=about)
    for name in ("emoji", "combining", "bidi overrides", "newlines"):
        yield case(f"20 kB of {name}", _huge(TEXTS[name], 20_000), only="waarom")
    for name, number in SIZES.items():
        yield case(f"{number} {name}", "Kort.", size=replace(SMALL, **{name: number}))
    for name in ("findings", "costs", "talks"):
        yield case(f"{MANY} {name}", "Kort.", size=replace(SMALL, **{name: MANY}), too_long=True)


def _huge(text: str, size: int = HUGE) -> str:
    return (text * (size // len(text) + 1))[:size]
