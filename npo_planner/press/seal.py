"""The seal of this installation on a PDF: a PAdES signature (B-B, or B-T with a time-stamp authority). Off by default.

It tells a reader that the file came from here and was not changed since. Done last, and once: what is sealed is stored.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils import timezone

from npo_planner.errors import Refused

FIELD = "Zegel"
TOLD = "Zegel van de NPO Planner"
REASON = "Dit bestand komt uit de NPO Planner en is daarna niet veranderd."
SOON = timedelta(days=30)
TSA_SECONDS = 10


def seal(content: bytes) -> bytes:
    """The PDF ``content`` with the seal of ``settings.SEAL_PKCS12``; as it was when there is none.

    Raises Refused (no_seal) when the certificate cannot be read or the time-stamp authority does not answer.
    """
    if not settings.SEAL_PKCS12:
        return content
    # Here: pyHanko takes a third of a second to import, and most installations have no seal.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.timestamps import TimestampRequestError

    class Added(IncrementalPdfFileWriter):
        """Leaves the metadata alone: pyHanko 0.38 writes XMP anew, and breaks what it says of PDF/UA to an archive."""

        def _update_meta(self) -> None:
            return

    told = signers.PdfSignatureMetadata(
        field_name=FIELD, reason=REASON, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    # PDF/A wants it printed, PDF/UA wants it tagged or off the page.
    unseen = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
    field = SigFieldSpec(FIELD, readable_field_name=TOLD, invis_sig_settings=unseen)
    try:
        return signers.sign_pdf(
            Added(io.BytesIO(content)),
            told,
            signer=_signer(),
            timestamper=_timestamper(),
            new_field_spec=field,
        ).getvalue()
    except (OSError, ValueError, TimestampRequestError) as error:
        said = "Het zegel van deze installatie werkt niet. Vraag de beheerder om ernaar te kijken."
        raise Refused(said, code="no_seal") from error


def _signer() -> Any:
    """The key and the certificate. Raises OSError or ValueError when the file cannot be read with the passphrase."""
    from pyhanko.sign.signers import SimpleSigner

    data = Path(settings.SEAL_PKCS12).read_bytes()
    passphrase = settings.SEAL_PASSPHRASE.encode() or None
    try:
        return SimpleSigner.load_pkcs12_data(data, other_certs=(), passphrase=passphrase)
    except AttributeError as error:  # pyHanko 0.38 looks into the key, or the certificate, that is not there
        raise ValueError("no key with its certificate") from error


def _timestamper() -> Any:
    if not settings.SEAL_TIMESTAMP_URL:
        return None
    from asn1crypto.tsp import TimeStampResp
    from pyhanko.sign.timestamps import TimeStamper

    class Authority(TimeStamper):
        """Asks ``settings.SEAL_TIMESTAMP_URL``: what pyHanko brings for it needs one more library."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            headers = {"Content-Type": "application/timestamp-query"}
            asked = Request(settings.SEAL_TIMESTAMP_URL, data=req.dump(), headers=headers)  # noqa: S310 - our setting
            with urlopen(asked, timeout=TSA_SECONDS) as answer:  # noqa: S310
                return TimeStampResp.load(answer.read())

    return Authority()


def check_seal(**kwargs: Any) -> list[CheckMessage]:
    """What is wrong with the certificate of the seal: a system check of Django."""
    if not settings.SEAL_PKCS12:
        return []
    try:
        ends = _signer().signing_cert.not_valid_after
    except (OSError, ValueError) as error:
        hint = "SEAL_PKCS12 is a PKCS#12 file, SEAL_PASSPHRASE opens it."
        return [Error(f"The seal cannot be read: {error}", hint=hint, id="seal.E001")]
    return _about_its_end(ends)


def _about_its_end(ends: datetime) -> list[CheckMessage]:
    if ends < timezone.now():
        return [Error(f"The certificate of the seal ended on {ends:%Y-%m-%d}.", id="seal.E002")]
    if ends < timezone.now() + SOON:
        return [Warning(f"The certificate of the seal ends on {ends:%Y-%m-%d}.", id="seal.W001")]
    return []
