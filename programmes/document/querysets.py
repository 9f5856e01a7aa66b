"""Reads of what the document room keeps."""

from __future__ import annotations

from typing import Any

from django.db import models


class PublicLinkQuerySet(models.QuerySet):
    def open(self) -> PublicLinkQuerySet:
        return self.filter(closed_at=None)

    def of(self, programme: Any) -> Any | None:
        """The link of ``programme`` that works now, with who opened it: one query."""
        return self.open().filter(programme=programme).select_related("opened_by").first()

    def at(self, token: str) -> Any | None:
        """The link that works at ``token``, with its programme; the same query for one that is closed or never was."""
        return self.open().filter(token=token).select_related("programme__school__board", "programme__round").first()
