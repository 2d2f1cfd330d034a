"""Encrypting a backup as it is written and decrypting it as it is read, in pieces, so that its size does not matter.

    header: magic, scrypt's cost, salt, nonce, proof of the passphrase
    piece:  length (4 bytes), AES-256-GCM of at most PIECE bytes

Each piece's nonce holds its number and whether it is the last, and each is bound to the header. So a piece altered,
left out, moved, or from another file is noticed, and so is an end that is missing.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from functions.backup.nouns import Failure

if TYPE_CHECKING:  # large, and of no use where nothing is encrypted
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"ROTACC sealed 1\n"
PIECE = 256 * 1024
COST = (15, 8, 1)  # scrypt: 2**15 rounds of 1 kB blocks, 32 MB for a tenth of a second
HARDEST = (20, 16, 4)  # what a header may ask of us; a forged one must not eat the machine
_HEADER = struct.Struct(">16s3B16s7s")
_LENGTH = struct.Struct(">I")
PROOF = 16
TAG = 16

WRONG_KEY = "It cannot be decrypted with this BACKUP_ENCRYPTION_KEY: it was encrypted with another."
ALTERED = "It is damaged: what is in it is not what was written."
TRUNCATED = "It is damaged: its end is missing."
NO_KEY = "It is encrypted. Set BACKUP_ENCRYPTION_KEY to the passphrase it was encrypted with."


def seal(chunks: Iterable[bytes], passphrase: str) -> Iterator[bytes]:
    """The same, encrypted, with a header in front."""
    header = _HEADER.pack(MAGIC, *COST, os.urandom(16), os.urandom(7))
    cipher, proof, nonce = _key(header, passphrase)
    yield header + proof
    for number, (piece, last) in enumerate(_pieces(chunks)):
        sealed = cipher.encrypt(_nonce(nonce, number, last), piece, header)
        yield _LENGTH.pack(len(sealed)) + sealed


def unseal(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """What was encrypted. Raises Failure for a wrong passphrase and for whatever is not as it was written, at the
    place where that shows: nothing may be believed before the end is reached."""
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(MAGIC):
        raise Failure(ALTERED, again=False)
    if not passphrase:
        raise Failure(NO_KEY, again=False)
    cipher, proof, nonce = _key(header, passphrase)
    if not hmac.compare_digest(file.read(PROOF), proof):
        raise Failure(WRONG_KEY, again=False)
    number, sealed = 0, _read(file)
    while sealed is not None:
        following = _read(file)
        yield _open(cipher, _nonce(nonce, number, following is None), sealed, header)
        number, sealed = number + 1, following
    if number == 0:
        raise Failure(TRUNCATED, again=False)


def is_sealed(beginning: bytes) -> bool:
    """Whether a file that begins so is one of these."""
    return beginning.startswith(MAGIC)


def _key(header: bytes, passphrase: str) -> tuple[AESGCM, bytes, bytes]:
    """The cipher, what shows that the passphrase is the right one, and the file's part of every nonce."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    _, cost, block, lanes, salt, nonce = _HEADER.unpack(header)
    if (cost, block, lanes) > HARDEST or block > HARDEST[1] or lanes > HARDEST[2] or not (cost and block and lanes):
        raise Failure(ALTERED, again=False)
    limit = 256 * block * (2**cost + lanes) + 1024 * 1024
    both = hashlib.scrypt(passphrase.encode(), salt=salt, n=2**cost, r=block, p=lanes, maxmem=limit, dklen=64)
    return AESGCM(both[:32]), hmac.digest(both[32:], header, "sha256")[:PROOF], nonce


def _nonce(nonce: bytes, number: int, last: bool) -> bytes:
    return nonce + struct.pack(">IB", number, last)


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in pieces of one size, each with whether it is the last; one at least."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > PIECE:
            yield bytes(waiting[:PIECE]), False
            del waiting[:PIECE]
    yield bytes(waiting), True


def _read(file: BinaryIO) -> bytes | None:
    """The next piece as it stands in the file; None at the end."""
    length = file.read(_LENGTH.size)
    if not length:
        return None
    if len(length) < _LENGTH.size:
        raise Failure(TRUNCATED, again=False)
    (size,) = _LENGTH.unpack(length)
    if not TAG <= size <= PIECE + TAG:
        raise Failure(ALTERED, again=False)
    sealed = file.read(size)
    if len(sealed) < size:
        raise Failure(TRUNCATED, again=False)
    return sealed


def _open(cipher: AESGCM, nonce: bytes, sealed: bytes, header: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return cipher.decrypt(nonce, sealed, header)
    except InvalidTag:
        # The last piece says that it is the last. One that opens as any other has lost what came after it.
        cut = nonce[-1] == 1 and _opens(cipher, nonce[:-1] + b"\x00", sealed, header)
        raise Failure(TRUNCATED if cut else ALTERED, again=False) from None


def _opens(cipher: AESGCM, nonce: bytes, sealed: bytes, header: bytes) -> bool:
    from cryptography.exceptions import InvalidTag

    try:
        cipher.decrypt(nonce, sealed, header)
    except InvalidTag:
        return False
    return True
