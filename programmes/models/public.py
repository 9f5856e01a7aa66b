"""What anybody may read: the link to the summary of a programme."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from programmes.document import querysets
from programmes.models.plan import Programme


class PublicLink(models.Model):
    """A web page of the summary without login, at an address that nobody can guess; until it is closed, for good.

    Who opens it again gets another ``token``: an old address never works again.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="public_links")
    token = models.CharField("sleutel", max_length=24, unique=True)
    opened_at = models.DateTimeField("aangezet op", auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("uitgezet op", null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = querysets.PublicLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "openbare link"
        verbose_name_plural = "openbare links"
        constraints = [models.UniqueConstraint(fields=["programme"], condition=Q(closed_at=None), name="one_open_link")]

    def __str__(self) -> str:
        return f"openbare samenvatting van {self.programme}"
