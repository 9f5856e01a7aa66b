"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Whether this is a demo: the login page then shows the demo accounts."""
    return {"demo": settings.DEMO}
