"""The fixed words of carrying out and accounting."""

from django.db.models import TextChoices


class Verdict(TextChoices):
    """The Act of PDCA: what a school does with a measure after looking at its results."""

    CONTINUE = "doorgaan", "doorgaan"
    ADJUST = "bijstellen", "bijstellen"
    STOP = "stoppen", "stoppen"
    KEEP = "borgen", "opnemen in het gewone werk"
