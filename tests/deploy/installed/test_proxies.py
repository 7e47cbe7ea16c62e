"""Behind the proxies as they ship: signatures hold, and only what is public is reached."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from simulator.exchange import AUTH_TOKEN
from simulator.signature import sign
from simulator.testing import Telephone
from tests.deploy.installed.conftest import Behind, Certificate
from tests.deploy.installed.debian import program
from tests.processes import soon

DEPLOY = Path(__file__).parents[3] / "deploy"
MATTI, LINE = "+358401110001", "+358931570000"
INSIDE = {"Host": "linja.intra.example.fi"}
ODD = ("/voice/turn/a%2Fb%20c%C3%A4", "/voice/turn/x?b=2&a=%2B1", "/voice/turn/x//y?c=")
AROUND = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/linja.conf;
}}
"""


@contextmanager
def running(arguments: list[str], url: str) -> Iterator[None]:
    """Run a proxy until it is not needed any more."""
    with subprocess.Popen(arguments, stderr=subprocess.DEVNULL) as process:  # noqa: S603 -- ours
        try:
            assert soon(lambda: answers(url) or process.poll() is not None)
            assert process.poll() is None, "the proxy has ended"
            yield
        finally:
            process.terminate()


def answers(url: str) -> bool:
    """Does anything answer there?"""
    try:
        requests.get(url, timeout=1)
    except requests.RequestException:
        return False
    return True


@pytest.fixture
def nginx(behind: Behind, certificate: Certificate, tmp_path: Path) -> Iterator[Behind]:
    """Nginx, as `deploy/nginx` has it, on ports of ours."""
    site = (DEPLOY / "nginx" / "linja.conf").read_text("utf-8")
    changes = {
        "listen 443 ssl": f"listen 127.0.0.1:{behind.port} ssl",
        "/etc/ssl/ivr.example.fi.pem": str(certificate.certificate),
        "/etc/ssl/ivr.example.fi.key": str(certificate.key),
        "/etc/nginx/linja_pass.conf": str(DEPLOY / "nginx" / "linja_pass.conf"),
        "127.0.0.1:8000": f"127.0.0.1:{behind.app_port}",
    }
    for there, here in changes.items():
        assert there in site
        site = site.replace(there, here)
    (tmp_path / "linja.conf").write_text(site, "utf-8")
    whole = tmp_path / "nginx.conf"
    whole.write_text(AROUND.format(folder=tmp_path), "utf-8")
    words = [program("nginx"), "-p", str(tmp_path), "-e", str(tmp_path / "error.log")]
    subprocess.run([*words, "-t", "-q", "-c", str(whole)], check=True)  # noqa: S603 -- ours
    with running([*words, "-c", str(whole)], behind.public):
        yield behind


@pytest.fixture
def caddy(behind: Behind, tmp_path: Path) -> Iterator[Behind]:
    """Caddy, as `deploy/caddy` has it, without certificates and on a port of ours."""
    written = DEPLOY / "caddy" / "Caddyfile"
    words = [program("caddy"), "validate", "--adapter", "caddyfile", "--config", str(written)]
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 -- ours
    site = written.read_text("utf-8").split("# Your own network")[0]
    site = site.replace("ivr.example.fi {", f"http://127.0.0.1:{behind.port} {{")
    site = site.replace("\n{\n", "\n{\n\tadmin off\n", 1)
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{behind.app_port}")
    assert "admin off" in site
    file = tmp_path / "Caddyfile"
    file.write_text(site, "utf-8")
    words = [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(file)]
    with running(words, behind.public):
        yield behind


def call_goes_through(behind: Behind) -> None:
    """A whole call: every webhook is let in, and every address comes back to us."""
    call = Telephone(behind.exchange).calls(MATTI, LINE)
    call.hears("Arvioitu korjausaika")
    call.presses("3").hangs_up()
    assert behind.exchange.problems == []


def odd_addresses_hold(behind: Behind) -> None:
    """The signature covers the address as it was sent: escapes, case, an empty query and all."""
    for target in ODD:
        form = {"CallSid": "CA" + "1" * 32, "From": MATTI, "To": LINE}
        signature = sign(AUTH_TOKEN, behind.public + target, form)
        headers = {"X-Twilio-Signature": signature}
        answer = requests.post(behind.public + target, data=form, headers=headers, timeout=5)
        assert (target, answer.status_code) == (target, 200)
        answer = requests.post(behind.public + target, data=form, timeout=5)
        assert (target, answer.status_code) == (target, 403)


def only_the_public_is_reached(behind: Behind) -> None:
    """Everything else is not there."""
    private = ("/metrics", "/health/ready", "/desk/", "/sign-in", "/api/v1/openapi.json", "/")
    found = {path: requests.get(behind.public + path, timeout=5).status_code for path in private}
    assert set(found.values()) == {404}, found


def test_nginx_passes_calls_and_nothing_private(nginx: Behind) -> None:
    call_goes_through(nginx)
    odd_addresses_hold(nginx)
    only_the_public_is_reached(nginx)
    inside = requests.get(f"{nginx.public}/health/live", headers=INSIDE, timeout=5)
    assert inside.json() == {"status": "ok"}
    large = requests.post(f"{nginx.public}/voice/incoming", data=b"x" * 200_000, timeout=5)
    assert large.status_code == 413


@pytest.mark.parametrize("behind", ["http"], indirect=True)
def test_caddy_passes_calls_and_nothing_private(caddy: Behind) -> None:
    call_goes_through(caddy)
    odd_addresses_hold(caddy)
    only_the_public_is_reached(caddy)
