"""The demo company's application over HTTP, for proxies to stand before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import Engine

from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.run.ports import free_port
from ivr.services import Services
from simulator.exchange import Exchange
from simulator.transport import HttpTransport
from tests.ivr.conftest import demo
from tests.ivr.doctor.conftest import serving
from tests.ivr.house import SETTINGS

__all__ = ["demo"]


@dataclass(frozen=True)
class Behind:
    """An application on `app_port`; `public` is where its proxy listens, on `port`."""

    app_port: int
    port: int
    public: str
    exchange: Exchange


@pytest.fixture(params=["https"])
def behind(request: pytest.FixtureRequest, demo: Engine, clock: StoppedClock) -> Iterator[Behind]:
    """Serve the application for a proxy of this scheme that is yet to be started."""
    app_port, port = free_port(), free_port()
    public = f"{request.param}://127.0.0.1:{port}"
    settings = replace(SETTINGS, public_url=public, linja_fallback_number="+358931570199")
    app = create_app(settings, Services(settings, clock, demo))
    with serving(app, app_port):
        yield Behind(app_port, port, public, Exchange(HttpTransport(), app_url=public))


@dataclass(frozen=True)
class Certificate:
    """Files of a certificate for 127.0.0.1 that nobody but us trusts."""

    certificate: Path
    key: Path


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """Make one, and let `requests` trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)  # noqa: TID251 -- certificates are by the machine's clock
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    files = Certificate(tmp_path / "ivr.pem", tmp_path / "ivr.key")
    files.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = serialization.PrivateFormat.PKCS8
    files.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, pem, plain))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(files.certificate))
    return files
