"""The seal of the installation: made, verified, and broken by any change."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from npo_planner.errors import Refused
from npo_planner.press import setting
from npo_planner.press.order import Order
from npo_planner.press.seal import check_seal, seal
from programmes.document.operations import rendered_pdf
from programmes.models import Rendering, Version
from tests import factories as make
from tests.pdf_checks import check

PASSPHRASE = "open sesam"
HTML = "<html lang=nl><title>Stuk</title><h1>Stuk</h1><p>De MR stemde in.</p></html>"


def certificate(folder: Path, *, days: int = 365) -> x509.Certificate:
    """A self-made certificate that ends in ``days``; its file is ``seal.p12`` in ``folder``."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Toets")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.KeyUsage(True, True, False, False, False, True, False, False, False), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    packed = pkcs12.serialize_key_and_certificates(
        b"toets", key, made, None, BestAvailableEncryption(PASSPHRASE.encode())
    )
    (folder / "seal.p12").write_bytes(packed)
    return made


@pytest.fixture
def trusted(tmp_path: Path, settings: object) -> Iterator[x509.Certificate]:
    settings.SEAL_PKCS12 = str(tmp_path / "seal.p12")
    settings.SEAL_PASSPHRASE = PASSPHRASE
    return certificate(tmp_path)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return setting.set_pages(Order(html=HTML, styles=("document-pdf.css",), identifier="seal"))


def verified(content: bytes, root: x509.Certificate) -> PdfSignatureStatus:
    anchor = asn1.Certificate.load(root.public_bytes(Encoding.DER))
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[anchor]))


@pytest.mark.pdf
def test_sealed_paper_is_verified_and_still_an_archive_for_everybody(paper: bytes, trusted: x509.Certificate) -> None:
    sealed = seal(paper)

    told = verified(sealed, trusted)
    assert (told.valid, told.intact, told.trusted, told.bottom_line) == (True, True, True, True)
    assert check(sealed) == []
    with pikepdf.open(io.BytesIO(sealed)) as file:
        field = file.Root.AcroForm.Fields[0]
        assert (str(field.TU), int(field.F) & 0b110, str(field.V.SubFilter)) == (
            "Zegel van de NPO Planner",
            0b100,
            "/ETSI.CAdES.detached",
        )


@pytest.mark.pdf
def test_one_changed_byte_breaks_the_seal(paper: bytes, trusted: x509.Certificate) -> None:
    sealed = bytearray(seal(paper))
    at = len(paper) // 2
    sealed[at] ^= 1

    told = verified(bytes(sealed), trusted)

    assert (told.intact, told.bottom_line) == (False, False)


@pytest.mark.pdf
def test_paper_is_left_as_it_is_without_a_certificate(paper: bytes) -> None:
    assert seal(paper) == paper


@pytest.mark.pdf
@pytest.mark.django_db
def test_version_is_sealed_once_when_it_is_stored(trusted: x509.Certificate) -> None:
    version = Version.objects.with_answers().get(pk=make.put_to_mr(make.make_full_programme()).pk)

    first = rendered_pdf(version)

    assert (verified(first, trusted).bottom_line, rendered_pdf(version) == first) == (True, True)
    assert Rendering.objects.count() == 1


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEAL_PASSPHRASE", "wrong"),
        ("SEAL_PKCS12", "/nowhere/seal.p12"),
        ("SEAL_TIMESTAMP_URL", "http://127.0.0.1:9/"),
    ],
)
def test_seal_that_does_not_work_refuses(
    name: str, value: str, paper: bytes, trusted: x509.Certificate, settings: object
) -> None:
    setattr(settings, name, value)

    with pytest.raises(Refused) as refused:
        seal(paper)

    assert refused.value.code == "no_seal"


@pytest.mark.parametrize(("days", "told"), [(365, []), (20, ["seal.W001"]), (-1, ["seal.E002"])])
def test_check_says_when_the_certificate_ends(days: int, told: list[str], tmp_path: Path, trusted: object) -> None:
    certificate(tmp_path, days=days)

    assert [each.id for each in check_seal()] == told


def test_check_says_when_the_file_is_not_there(trusted: object, settings: object) -> None:
    settings.SEAL_PKCS12 += ".gone"

    assert [each.id for each in check_seal()] == ["seal.E001"]


def test_check_is_silent_without_a_seal() -> None:
    assert check_seal() == []
