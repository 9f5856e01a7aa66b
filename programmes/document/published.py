"""The JSON Schema of a document: the agreement with whoever reads our JSON."""

from __future__ import annotations

import json
from functools import cache

from programmes.document.schema import SCHEMA_VERSION, Document

NAME = f"schoolprogramma-{SCHEMA_VERSION}.json"
CONTENT_TYPE = "application/schema+json"


@cache
def text() -> str:
    """The schema as ``docs/document.schema.json`` has it (a test compares them). It is made once in a process."""
    return json.dumps(Document.model_json_schema(mode="serialization"), indent=1, ensure_ascii=False) + "\n"
