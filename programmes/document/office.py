"""What the files of an office program have in common: text that XML can hold, and a ZIP as old as its document."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    """``text`` with a replacement character for each one that XML cannot hold."""
    return NO_XML.sub("\ufffd", text)


def moment(made: datetime) -> datetime:
    """``made`` as a file tells it: in UTC, in whole seconds, without a zone."""
    return made.astimezone(UTC).replace(tzinfo=None, microsecond=0)


class Archive(ZipFile):
    """A ZIP file in which every file is as old as ``made`` (from ``moment``): the same files give the same bytes."""

    def __init__(self, out: io.BytesIO, made: datetime) -> None:
        super().__init__(out, "w", ZIP_DEFLATED)
        self._moment = made.timetuple()[:6]

    def writestr(self, name: str, data: str | bytes, *args: object, **kwargs: object) -> None:
        info = ZipInfo(name, self._moment)
        info.compress_type = ZIP_DEFLATED
        super().writestr(info, data)

    def write(self, filename: str, arcname: str, *args: object, **kwargs: object) -> None:
        with open(filename, "rb") as file:
            self.writestr(arcname, file.read())


def archive(files: dict[str, bytes], made: datetime) -> bytes:
    """A ZIP of ``files`` by name, as old as ``made``."""
    out = io.BytesIO()
    with Archive(out, moment(made)) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return out.getvalue()
