"""An S3 service on this machine for the tests: a real server, real HTTP, nothing beyond loopback."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ACCESS, SECRET, BUCKET, REGION = "tests-access-key", "tests-secret-key", "practice-backups", "eu-west-2"


@dataclass(frozen=True, slots=True)
class S3:
    """A bucket on a server of its own."""

    endpoint: str

    def environment(self) -> dict[str, str]:
        """The settings that lead there, by their environment names."""
        return {name.upper(): value for name, value in self.settings().items()}

    def settings(self) -> dict[str, str]:
        return {
            "backup_s3_bucket": BUCKET,
            "backup_s3_endpoint": self.endpoint,
            "backup_s3_region": REGION,
            "backup_s3_access_key": ACCESS,
            "backup_s3_secret_key": SECRET,
        }

    def client(self) -> Any:
        import boto3

        keys = {"aws_access_key_id": ACCESS, "aws_secret_access_key": SECRET, "region_name": REGION}
        return boto3.client("s3", endpoint_url=self.endpoint, **keys)

    def names(self) -> set[str]:
        found = self.client().list_objects_v2(Bucket=BUCKET)
        return {each["Key"] for each in found.get("Contents", ())}

    def empty(self) -> None:
        for key in self.names():
            self.client().delete_object(Bucket=BUCKET, Key=key)


@contextlib.contextmanager
def s3_server() -> Iterator[S3]:
    """A server with an empty bucket."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        found = S3(f"http://{host}:{port}")
        with contextlib.suppress(found.client().exceptions.BucketAlreadyOwnedByYou):  # servers of one process share it
            found.client().create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        found.empty()
        yield found
    finally:
        server.stop()


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """Address of a server that takes every connection and never says a word."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def take() -> None:
            with contextlib.suppress(OSError):
                while True:
                    taken.append(listener.accept()[0])

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    for each in taken:
        each.close()
