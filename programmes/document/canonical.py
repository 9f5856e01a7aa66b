"""One text for one document: canonical JSON and its fingerprint."""

from __future__ import annotations

import hashlib
import json
import unicodedata

from programmes.document.schema import Document
from programmes.models import Version


def dumps(document: Document) -> str:
    """Canonical JSON: keys sorted, no spaces, text in NFC, money as two-decimal strings, no floats.

    A field that came later (it has a default) is left out while it is empty: so a document that was frozen before the
    field existed still has the text, and the fingerprint, that it was frozen with.
    """
    tree = {"schema_version": document.schema_version} | document.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(_nfc(tree), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Document:
    """The document of a stored version. Raises pydantic.ValidationError for anything else."""
    return Document.model_validate_json(text)


def fingerprint(text: str) -> str:
    """SHA-256 of canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(version: Version) -> bool:
    """Whether the stored text of ``version`` still has the fingerprint that it was frozen with."""
    return fingerprint(version.document) == version.sha256


def _nfc(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_nfc(v) for v in value]
    if isinstance(value, dict):
        return {_nfc(k): _nfc(v) for k, v in value.items()}
    return value
