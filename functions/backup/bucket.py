"""Copies in an S3 bucket, or in whatever speaks like one. Blocking: call these from a thread; they raise Failure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from functions.backup.nouns import Failure, Stored
from functions.backup.policy import stem_of
from shared.settings import Settings

LARGE = 16 * 1024 * 1024  # from here on in parts, each of which is tried again by itself
AT_ONCE = 1000  # keys that may be deleted with one request
READ = 1024 * 1024


def bucket_of(settings: Settings) -> Bucket | None:
    """The bucket that is named in the settings; None when none is."""
    return Bucket(settings) if settings.backup_s3_bucket else None


class Bucket:
    """A bucket, and what begins with our prefix in it. Whoever does not answer in time is left alone for now."""

    def __init__(self, settings: Settings, *, patience_seconds: float = 30) -> None:
        self.name = settings.backup_s3_bucket
        self._prefix = settings.backup_s3_prefix
        self._settings, self._patience = settings, patience_seconds
        self._made: Any = None

    @property
    def place(self) -> str:
        """How people are told where it is."""
        return f"s3://{self.name}/{self._prefix}"

    def put(self, file: Path, *, sha256: str | None = None) -> None:
        """Copy a file under its own name and read it back: a copy that differs is no copy."""
        from boto3.s3.transfer import TransferConfig  # type: ignore[import-untyped]

        key = self._prefix + file.name
        parts = TransferConfig(multipart_threshold=LARGE, multipart_chunksize=LARGE, max_concurrency=2)
        with self._in_words():
            self._client().upload_file(str(file), self.name, key, Config=parts)
            if sha256 is not None and (found := self._hash(key).sha256) != sha256:
                self._client().delete_object(Bucket=self.name, Key=key)
                raise Failure(f"What {self.place} kept of {file.name} is not what was sent (SHA-256 {found[:12]}…).")

    def fetch(self, name: str, target: Path) -> Stored:
        """Write a copy into a file."""
        digest, size = hashlib.sha256(), 0
        with self._in_words(), target.open("wb") as file:
            for chunk in self._body(self._prefix + name):
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        return Stored(size, digest.hexdigest())

    def files(self) -> dict[str, set[str]]:
        """The names of our files there by the backup they belong to."""
        found: dict[str, set[str]] = {}
        with self._in_words():
            pages = self._client().get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self._prefix)
            for page in pages:
                for each in page.get("Contents", ()):
                    name = each["Key"].removeprefix(self._prefix)
                    if stem := stem_of(name):
                        found.setdefault(stem, set()).add(name)
        return found

    def remove(self, names: Iterable[str]) -> None:
        """Remove files of ours; those that are gone already are no trouble. One by one, which everybody understands:
        deleting many at once needs a checksum that not all services take."""
        with self._in_words():
            for name in names:
                self._client().delete_object(Bucket=self.name, Key=self._prefix + name)

    def _hash(self, key: str) -> Stored:
        digest, size = hashlib.sha256(), 0
        for chunk in self._body(key):
            digest.update(chunk)
            size += len(chunk)
        return Stored(size, digest.hexdigest())

    def _body(self, key: str) -> Iterator[bytes]:
        body = self._client().get_object(Bucket=self.name, Key=key)["Body"]
        try:
            while chunk := body.read(READ):
                yield chunk
        finally:
            body.close()

    def _client(self) -> Any:
        """boto3's client, made when it is first needed: importing boto3 takes longer than most of what we do."""
        if self._made is None:
            import boto3  # type: ignore[import-untyped]
            from botocore.config import Config  # type: ignore[import-untyped]

            settings = self._settings
            self._made = boto3.session.Session().client(
                "s3",
                endpoint_url=settings.backup_s3_endpoint or None,
                region_name=settings.backup_s3_region or None,
                aws_access_key_id=settings.backup_s3_access_key or None,
                aws_secret_access_key=settings.backup_s3_secret_key or None,
                config=Config(
                    connect_timeout=self._patience,
                    read_timeout=self._patience,
                    retries={"total_max_attempts": 2, "mode": "standard"},
                    s3={"addressing_style": "path"} if settings.backup_s3_endpoint else None,
                    # Others than AWS often do not know the newer checksums; we compare our own.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                ),
            )
        return self._made

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]
        from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

        try:
            yield
        except ClientError as error:
            said = error.response.get("Error", {})
            raise Failure(f"{self.place} refused: {said.get('Code', '')} {said.get('Message', '')}".strip()) from error
        except (BotoCoreError, Boto3Error) as error:
            raise Failure(f"{self.place} cannot be reached: {_one_line(error)}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
