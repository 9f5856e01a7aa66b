"""The one exception with which an operation says no."""


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """An operation that may not go on.

    ``str(refusal)`` is a Dutch sentence that tells a person what to do; ``code`` is what tests compare.
    """

    def __init__(self, reason: str, *, code: str) -> None:
        super().__init__(reason)
        self.code = code
