"""How the built pages are served (O13): named by content, kept a year, packed at build, found by address alone."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import falcon.testing
import pytest

from infra.bootstrap import PAGES, node_environment
from infra.pages import Pages, best_packing, read_pages
from infra.web import create_app, deps_of
from shared.settings import DeploymentEnv, Settings

SCRIPT = "let a = 1;\n" * 500
SCRIPT_ADDRESS = "/assets/rota-B1x_9aQz.js"
BROTLI = b"the brotli body"  # what is in it is the browser's business; that it is the right file is ours


def build(folder: Path) -> Path:
    """A folder as the build leaves it."""
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Welcome</h1>")
    (folder / "rota.html").write_text("<h1>Rota</h1>")
    (folder / "404.html").write_text("<h1>Not here</h1>")
    script = folder / "assets" / "rota-B1x_9aQz.js"
    script.write_text(SCRIPT)
    script.with_name(script.name + ".gz").write_bytes(gzip.compress(SCRIPT.encode()))
    script.with_name(script.name + ".br").write_bytes(BROTLI)
    return folder


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    return build(tmp_path / "dist")


@pytest.fixture
async def browser(settings: Settings, pages: Path) -> AsyncIterator[falcon.testing.ASGIConductor]:
    app = create_app(deps_of(settings.model_copy(update={"static_dir": pages})))
    async with falcon.testing.ASGIConductor(app) as conductor:
        yield conductor


async def test_it_works(browser: falcon.testing.ASGIConductor) -> None:
    answer = await browser.simulate_get("/")
    assert answer.text == "<h1>Welcome</h1>"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


async def test_what_is_named_by_its_content_is_kept_for_a_year(browser: falcon.testing.ASGIConductor) -> None:
    answer = await browser.simulate_get(SCRIPT_ADDRESS)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "application/javascript; charset=utf-8"
    again = await browser.simulate_get(SCRIPT_ADDRESS, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("BR", "br"),
        ("x-gzip", "gzip"),
        ("gzip;q=0", None),
        ("*;q=0", None),
        ("identity", None),
        ("zstd", None),
        ("gzip;q=nonsense", None),
        ("", None),
    ],
)
async def test_the_packing_is_the_one_the_browser_likes_best(
    browser: falcon.testing.ASGIConductor, accepted: str, sent: str | None
) -> None:
    answer = await browser.simulate_get(SCRIPT_ADDRESS, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == sent
    assert answer.headers["vary"] == "Accept-Encoding"
    body = {"br": BROTLI, "gzip": gzip.compress(SCRIPT.encode()), None: SCRIPT.encode()}[sent]
    assert len(answer.content) == len(body)
    assert answer.headers["content-type"] == "application/javascript; charset=utf-8"


async def test_each_packing_has_a_tag_of_its_own(browser: falcon.testing.ASGIConductor) -> None:
    answers = {
        accepted: await browser.simulate_get(SCRIPT_ADDRESS, headers={"Accept-Encoding": accepted})
        for accepted in ("br", "gzip", "identity")
    }
    assert len({answer.headers["etag"] for answer in answers.values()}) == 3
    other = {"If-None-Match": answers["br"].headers["etag"], "Accept-Encoding": "gzip"}
    assert (await browser.simulate_get(SCRIPT_ADDRESS, headers=other)).status_code == 200
    same = {"If-None-Match": "W/" + answers["br"].headers["etag"], "Accept-Encoding": "br"}
    assert (await browser.simulate_get(SCRIPT_ADDRESS, headers=same)).status_code == 304


@pytest.mark.parametrize("accepted", ["br", "identity"])
async def test_head_says_what_get_would_and_sends_nothing(browser: falcon.testing.ASGIConductor, accepted: str) -> None:
    headers = {"Accept-Encoding": accepted}
    got = await browser.simulate_get(SCRIPT_ADDRESS, headers=headers)
    asked = await browser.simulate_head(SCRIPT_ADDRESS, headers=headers)
    assert asked.content == b""
    same = ("etag", "content-type", "content-length", "cache-control", "vary", "content-encoding")
    assert [asked.headers.get(name) for name in same] == [got.headers.get(name) for name in same]


async def test_a_packed_body_is_no_page_of_its_own(browser: falcon.testing.ASGIConductor) -> None:
    assert (await browser.simulate_get(SCRIPT_ADDRESS + ".gz")).status_code == 404


async def test_an_unknown_page_is_a_page(browser: falcon.testing.ASGIConductor) -> None:
    answer = await browser.simulate_get("/nowhere.html")
    assert answer.status_code == 404
    assert answer.text == "<h1>Not here</h1>"


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "//etc/passwd"])
async def test_no_address_leads_out_of_the_folder(browser: falcon.testing.ASGIConductor, path: str) -> None:
    answer = await browser.simulate_get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


async def test_nothing_can_be_put_where_pages_are(browser: falcon.testing.ASGIConductor) -> None:
    assert (await browser.simulate_post("/rota.html")).status_code == 404


# --- while an older and a newer release are both in use ---------------------------------------------------------------


@pytest.fixture
def browser_after_update(tmp_path: Path) -> falcon.testing.TestClient:
    """This release's pages beside the folder in which another release left its own."""
    other = tmp_path / "shared" / "assets"
    other.mkdir(parents=True)
    (other / "leave-Zz91_abc.js").write_text("the former release")
    (other / "leave-Zz91_abc.js.br").write_bytes(BROTLI)
    (other / "notes.txt").write_text("secret")
    (tmp_path / "shared" / "leave-Zz91_abc.js").write_text("secret")
    app = falcon.asgi.App()
    app.add_sink(Pages(read_pages(build(tmp_path / "dist")), tmp_path / "shared"))
    return falcon.testing.TestClient(app)


def test_an_open_page_of_another_release_still_finds_its_files(
    browser_after_update: falcon.testing.TestClient,
) -> None:
    answer = browser_after_update.simulate_get("/assets/leave-Zz91_abc.js")
    assert answer.text == "the former release"
    assert "immutable" in answer.headers["cache-control"]
    packed = browser_after_update.simulate_get("/assets/leave-Zz91_abc.js", headers={"Accept-Encoding": "br"})
    assert packed.content == BROTLI


@pytest.mark.parametrize(
    "path",
    [
        "/assets/notes.txt",
        "/assets/leave-Zz91_abc.js.br",
        "/assets/../leave-Zz91_abc.js",
        "/assets/%2e%2e%2fleave-Zz91_abc.js",
        "/leave-Zz91_abc.js",
        "/assets/never-Zz91_abc.js",
        "/assets/nul%00-Zz91_abc.js",
    ],
)
def test_nothing_else_is_read_from_the_shared_folder(
    browser_after_update: falcon.testing.TestClient, path: str
) -> None:
    answer = browser_after_update.simulate_get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


# --- what the build writes --------------------------------------------------------------------------------------------


def test_the_build_packs_what_is_worth_it(tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    subprocess.run(
        ["npm", "run", "--silent", "build", "--", "--outDir", str(folder), "--logLevel", "error"],
        cwd=PAGES,
        env=node_environment(),
        check=True,
        capture_output=True,
    )
    pages = read_pages(folder)
    large = [page for page in pages.values() if len(page.bodies["identity"]) > 10_000]
    assert large, "the build wrote nothing of any size"
    for address, page in pages.items():
        assert not address.endswith((".br", ".gz"))
        assert page.immutable == address.startswith("/assets/"), address
        if "gzip" in page.bodies:
            assert gzip.decompress(page.bodies["gzip"]) == page.bodies["identity"]
            assert len(page.bodies["br"]) < len(page.bodies["gzip"]) < len(page.bodies["identity"])
    scripts = [page for address, page in pages.items() if address.endswith((".js", ".css")) and page in large]
    assert scripts and all({"br", "gzip"} <= set(page.bodies) for page in scripts)


def test_without_a_wish_nothing_is_packed() -> None:
    assert best_packing({"br": b"", "identity": b""}, "") == "identity"


# --- which system this is ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("system", "said"), [("STAGING", b"STAGING: a copy"), ("DEV", b"DEV: for building")])
def test_every_page_of_a_copy_says_so_whoever_asks(tmp_path: Path, system: str, said: bytes) -> None:
    page = tmp_path / "sign-in.html"
    page.write_text("<html><head></head><body><div id=app></div></body></html>")
    page.with_name("sign-in.html.gz").write_bytes(gzip.compress(page.read_bytes()))
    (tmp_path / "theme.js").write_text('"<body>"')
    served = read_pages(tmp_path, DeploymentEnv(system))
    assert said in served["/sign-in.html"].bodies["identity"]
    assert served["/sign-in.html"].bodies.keys() == {"identity"}, "what the build packed does not say so"
    assert served["/theme.js"].bodies["identity"] == b'"<body>"'


def test_the_real_system_has_no_banner(tmp_path: Path) -> None:
    page = tmp_path / "sign-in.html"
    page.write_text("<html><body></body></html>")
    assert read_pages(tmp_path)["/sign-in.html"].bodies["identity"] == page.read_bytes()
    assert (
        read_pages(tmp_path, DeploymentEnv.DEV)["/sign-in.html"].digest != read_pages(tmp_path)["/sign-in.html"].digest
    )
