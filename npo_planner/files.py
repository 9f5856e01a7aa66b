"""Files to save, as answers."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag


def file_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    """``content`` to save under ``name``, which is safe in a header."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(len(content))}
    return HttpResponse(content, content_type=content_type, headers=headers)


def kept_response(
    request: HttpRequest, sha256: str, read: Callable[[], bytes], content_type: str, name: str
) -> HttpResponse:
    """A file that never changes, by its fingerprint: who has it already gets a 304, and it is not even read.

    A browser may keep it for its own user, but asks each time whether it still may be shown.
    """
    etag = quote_etag(sha256)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = file_response(read(), content_type, name)
        response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
