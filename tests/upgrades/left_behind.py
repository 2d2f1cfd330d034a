"""Databases as former releases left them."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.upgrades.keep import KEPT
from tests.workbench import other_database


@contextmanager
def kept(postgres_url: str, release: str) -> Iterator[str]:
    """Address of the database as this release left it."""
    name = f"kept_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as maintenance:
        maintenance.execute(f"create database {name}")
        url = other_database(postgres_url, name)
        with psycopg.connect(url) as connection:
            connection.execute(gzip.decompress((KEPT / f"{release}.sql.gz").read_bytes()))
        try:
            yield url
        finally:
            maintenance.execute(f"drop database {name} with (force)")
