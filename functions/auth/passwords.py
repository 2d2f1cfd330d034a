"""Hashing passwords: argon2id, off the event loop, a few at a time.

Cost: time 2, memory 19 MiB, one lane. Source: OWASP Password Storage Cheat Sheet, argon2id, second configuration.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
THREADS = ThreadPoolExecutor(4, "argon2")  # 4 x 19 MiB at most, and the rest of the process keeps answering


async def hashed(password: str) -> str:
    """The password as it is stored."""
    return await asyncio.get_running_loop().run_in_executor(THREADS, HASHER.hash, password)


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password. Without a hash, or with what is none, it takes as long, and is not."""
    return await asyncio.get_running_loop().run_in_executor(THREADS, _verify, password_hash, password)


def _verify(password_hash: str | None, password: str) -> bool:
    real = password_hash if password_hash and password_hash.startswith("$argon2") else None
    try:
        HASHER.verify(real or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return real is not None


@cache
def _nobodys_hash() -> str:
    return HASHER.hash("nobody has this password")
