"""Whether anything outside an app points at its rows: asked of the models themselves, so that no app is named here."""

from __future__ import annotations

from django.db import models


def is_pointed_at(rows: models.QuerySet) -> bool:
    """Whether a row of another app points at one of ``rows``, by whatever kind of relation: a query for each."""
    own = rows.model._meta.app_label
    # Hidden ones too: a relation without a name for the way back is no less a use.
    fields = rows.model._meta.get_fields(include_hidden=True)
    relations = [field for field in fields if field.auto_created and not field.concrete]
    users = [relation for relation in relations if relation.related_model._meta.app_label != own]
    return any(each.related_model._base_manager.filter(**{f"{each.field.name}__in": rows}).exists() for each in users)
