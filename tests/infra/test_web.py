"""How the built pages are served."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import falcon.testing
import pytest

from infra.web import create_app, deps_of
from shared.db import Database
from shared.settings import Settings


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Welcome</h1>")
    (folder / "rota.html").write_text("<h1>Rota</h1>")
    (folder / "404.html").write_text("<h1>Not here</h1>")
    (folder / "assets" / "rota-B1x_9aQz.js").write_text("let a = 1;\n" * 500)
    (tmp_path / "secret.txt").write_text("secret")
    return folder


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
    assert (await browser.simulate_head("/rota.html")).status_code == 200


async def test_what_is_named_by_its_content_is_kept_for_a_year(browser: falcon.testing.ASGIConductor) -> None:
    answer = await browser.simulate_get("/assets/rota-B1x_9aQz.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "application/javascript; charset=utf-8"
    again = await browser.simulate_get("/assets/rota-B1x_9aQz.js", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_what_is_worth_it_is_packed(browser: falcon.testing.ASGIConductor) -> None:
    answer = await browser.simulate_get("/assets/rota-B1x_9aQz.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.content).startswith(b"let a = 1;")


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


async def test_the_process_refuses_a_database_of_another_shape(settings: Settings, db: Database) -> None:
    async with db.tx() as tx:
        await tx.execute("insert into schema_migration (id, sha256) values ('9999_from_the_future', 'x')")
    with pytest.raises(RuntimeError, match="newer than this version"):
        async with falcon.testing.ASGIConductor(create_app(deps_of(settings))):
            pass
