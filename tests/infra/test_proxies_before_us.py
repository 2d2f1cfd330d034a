"""The examples for Nginx and Caddy, run for real where these programs are here, before a server that tells what it got.

In the examples only names, ports and certificates are changed, as whoever uses them would.
"""

from __future__ import annotations

import contextlib
import http.client
import http.server
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import trustme

from infra.embedded import free_port
from shared import registry
from shared.http import LARGEST_BODY
from tests.paths import ROOT
from tests.systems import until

HOST = "rota.example.org"
PROGRESS = "/api/v1/rota-generate/runs/7/progress"
PATHS = f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin"


class Backend(http.server.BaseHTTPRequestHandler):
    """Says what it was asked; on the address of progress it says one line, and the next when it is let."""

    protocol_version = "HTTP/1.1"
    go_on = threading.Event()

    def do_GET(self) -> None:
        if self.path == PROGRESS:
            self._tell_progress()
            return
        body = json.dumps({"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}}).encode()
        self._head("application/json", {"Content-Length": str(len(body))})
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._head("text/plain", {"Content-Length": "0"})

    def _tell_progress(self) -> None:
        self._head("text/event-stream", {"Connection": "close"})
        self.wfile.write(b"data: first\n\n")
        self.wfile.flush()
        self.go_on.wait(20)
        self.wfile.write(b"data: second\n\n")
        self.close_connection = True

    def _head(self, content_type: str, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in ({"Content-Type": content_type} | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def backend() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Backend) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


class Proxy:
    """A running proxy: ports for http and https, and whom to trust."""

    def __init__(self, plain: int, secure: int, authority: trustme.CA) -> None:
        self.plain, self.secure = plain, secure
        self._trust = ssl.create_default_context()
        authority.configure_trust(self._trust)

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.secure, timeout=20)
        connection.sock = self._trust.wrap_socket(
            socket.create_connection(("127.0.0.1", self.secure), 20), server_hostname=HOST
        )
        connection.request(method, path, body, {"Host": HOST} | (headers or {}))
        return connection.getresponse()


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, f"the example no longer says {old}"
        text = text.replace(old, new)
    return text


def nginx(folder: Path, backend: int, plain: int, secure: int, key: str, certificate: str) -> Sequence[str]:
    site = changed(
        (ROOT / "infra/proxy/nginx.conf").read_text(),
        ("127.0.0.1:8000", f"127.0.0.1:{backend}"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("    listen [::]:80;\n", ""),
        ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
        ("    listen [::]:443 ssl http2;\n", ""),
        (f"/etc/letsencrypt/live/{HOST}/fullchain.pem", certificate),
        (f"/etc/letsencrypt/live/{HOST}/privkey.pem", key),
    )
    (folder / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;"
        f"{'user root;' if os.geteuid() == 0 else ''} events {{}}"
        f"http {{ access_log off; {temporary} include {folder}/site.conf; }}"
    )
    command = [shutil.which("nginx", path=PATHS) or "", "-e", "stderr", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    return command


def caddy(folder: Path, backend: int, plain: int, secure: int, key: str, certificate: str) -> Sequence[str]:
    site = changed(
        (ROOT / "infra/proxy/Caddyfile").read_text(),
        ("127.0.0.1:8000", f"127.0.0.1:{backend}"),
        (f"{HOST} {{", f"{HOST} {{\n\ttls {certificate} {key}"),
    )
    head = f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {secure}\n\tdefault_bind 127.0.0.1\n}}\n"
    (folder / "Caddyfile").write_text(head + site)
    program = shutil.which("caddy", path=PATHS) or ""
    words = ["--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]
    subprocess.run([program, "validate", *words], check=True, capture_output=True, env=home(folder))
    return [program, "run", *words]


def home(folder: Path) -> dict[str, str]:
    return os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}


Example = Callable[[Path, int, int, int, str, str], Sequence[str]]


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, backend: int) -> Iterator[Proxy]:
    example: Example = request.param
    if shutil.which(example.__name__, path=PATHS) is None:
        pytest.skip(f"{example.__name__} is not installed, so its example was not run")
    folder = tmp_path_factory.mktemp(example.__name__)
    authority = trustme.CA()
    certificate = authority.issue_cert(HOST)
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    certificate.cert_chain_pems[0].write_to_path(folder / "certificate.pem")
    plain, secure = free_port(), free_port()
    command = example(folder, backend, plain, secure, f"{folder}/key.pem", f"{folder}/certificate.pem")
    process = subprocess.Popen(command, env=home(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: listens(secure) and listens(plain), seconds=20)
        yield Proxy(plain, secure, authority)
    finally:
        process.terminate()
        process.wait(20)


def listens(port: int) -> bool:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False


def test_it_says_who_asks_and_how(proxy: Proxy) -> None:
    told = json.loads(proxy.ask("GET", "/rota.html?week=1").read())
    assert told["path"] == "/rota.html?week=1"
    assert told["headers"]["host"] == HOST
    assert told["headers"]["x-forwarded-host"] == HOST
    assert told["headers"]["x-forwarded-proto"] == "https"
    assert told["headers"]["x-forwarded-for"] == "127.0.0.1"


def test_what_a_stranger_says_of_themselves_is_not_handed_on(proxy: Proxy) -> None:
    lies = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example.com"}
    told = json.loads(proxy.ask("GET", "/", lies).read())
    assert told["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert told["headers"]["x-forwarded-proto"] == "https"
    assert told["headers"]["x-forwarded-host"] == HOST


def test_progress_is_told_as_it_happens(proxy: Proxy) -> None:
    Backend.go_on.clear()
    answer = proxy.ask("GET", PROGRESS)
    try:
        assert answer.readline() == b"data: first\n"  # while the second is held back
    finally:
        Backend.go_on.set()
    assert answer.read() == b"\ndata: second\n\n"


def test_whoever_comes_by_http_is_sent_to_https(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=20)
    connection.request("GET", "/rota.html?week=1", headers={"Host": HOST})
    answer = connection.getresponse()
    assert answer.status in (301, 308)
    where = answer.headers["Location"]
    assert where.startswith(f"https://{HOST}") and where.endswith("/rota.html?week=1")


def test_the_largest_body_we_take_passes_and_one_much_larger_does_not(proxy: Proxy) -> None:
    assert proxy.ask("POST", "/", body=b"x" * LARGEST_BODY).status == 200
    with contextlib.suppress(ConnectionError, ssl.SSLError):  # hanging up on us is an answer too
        assert proxy.ask("POST", "/", body=b"x" * (2 * LARGEST_BODY)).status in (413, 502)


def test_the_figures_stay_inside(proxy: Proxy) -> None:
    assert proxy.ask("GET", "/metrics").status == 404


# --- the files themselves, whatever is installed ----------------------------------------------------------------------


def test_the_address_of_progress_is_the_one_we_have() -> None:
    ours = [path for name in registry.known() for path, _ in registry.manifest(name).mounted()]
    progress = [re.sub(r"{[^}]*}", "7", path) for path in ours if path.endswith("/progress")]
    assert progress == [PROGRESS]
    location = re.search(r"location ~ (\S+) {", (ROOT / "infra/proxy/nginx.conf").read_text())
    assert location and re.match(location[1], PROGRESS)


def test_no_browser_header_of_ours_is_set_a_second_time() -> None:
    for name in ("nginx.conf", "Caddyfile"):
        text = (ROOT / "infra/proxy" / name).read_text()
        assert "add_header" not in text and "Strict-Transport-Security" not in text
