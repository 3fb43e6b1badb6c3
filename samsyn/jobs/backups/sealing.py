"""A stream of bytes in a file that only the holder of a key can read, and whose every piece shows if it was changed.

The file: one line of JSON (how the key is made), then what was written, packed by zlib, in pieces of at most one
megabyte, each with its length before it.
AES-256-GCM; a piece's nonce holds its number and whether it is the last, so pieces cannot be moved, repeated or left
out (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The key comes from a passphrase by scrypt
or from a key file by HKDF-SHA-256. Without a key the pieces lie open, in the same form.
"""

import json
import secrets
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from samsyn.jobs.backups.refusals import BackupRefused

NAME = "samsyn-backup"
PIECE = 1 << 20
PACKED = 3  # a third of the time of the usual level, a tenth larger
SCRYPT = {"n": 1 << 16, "r": 8, "p": 1}  # about 64 MB and a fifth of a second
MOST_SCRYPT = 1 << 20  # a header may not ask for the memory of the whole machine
SHORTEST_PASSPHRASE, SHORTEST_KEY_FILE = 16, 32


@dataclass(frozen=True)
class Key:
    """What opens a backup: a passphrase, or the bytes of a key file; neither means that it lies open."""

    passphrase: str = ""
    file: bytes = b""

    @property
    def kind(self) -> str:
        return "passphrase" if self.passphrase else "key-file" if self.file else "none"


def key_from(*, passphrase: str = "", file: str = "") -> Key:
    """Return the key. Raises BackupRefused where it is too short to be worth anything, or its file is not there."""
    if file:
        try:
            held = Path(file).read_bytes()
        except OSError:
            raise BackupRefused("Nyckelfilen {file} gick inte att läsa.", file=file)
        if len(held) < SHORTEST_KEY_FILE:
            raise BackupRefused("Nyckelfilen {file} är för kort. Gör en ny: head -c 64 /dev/urandom.", file=file)
        return Key(file=held)
    if passphrase and len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupRefused("Lösenfrasen är för kort. Skriv minst 16 tecken.")
    return Key(passphrase=passphrase)


def _made(key: Key, how: dict[str, Any]) -> Any:
    """Return the cipher for a header, or None where the file lies open. Raises BackupRefused for the wrong kind."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415

    if how["key"] == "none":
        return None
    if how["key"] != key.kind:
        if how["key"] == "passphrase":
            raise BackupRefused("Säkerhetskopian öppnas med en lösenfras.")
        raise BackupRefused("Säkerhetskopian öppnas med en nyckelfil: --key-file FIL.")
    salt = bytes.fromhex(how["salt"])
    if key.passphrase:
        n, r, p = (int(how["scrypt"][name]) for name in ("n", "r", "p"))
        if n > MOST_SCRYPT or r > 16 or p > 4:
            raise BackupRefused("Filen är inte en säkerhetskopia från Samsyn.")
        return AESGCM(Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(key.passphrase.encode()))
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=NAME.encode()).derive(key.file))


class Sealer:
    """A file to write to: what is written comes out sealed in pieces; close() writes the last one."""

    def __init__(self, out: BinaryIO, key: Key) -> None:
        how: dict[str, Any] = {"name": NAME, "format": 1, "key": key.kind, "salt": secrets.token_hex(16)}
        if key.passphrase:
            how["scrypt"] = SCRYPT
        self._head = json.dumps(how, sort_keys=True).encode() + b"\n"
        self._cipher, self._out, self._held, self._number = _made(key, how), out, bytearray(), 0
        self._packer = zlib.compressobj(PACKED)
        out.write(self._head)

    def write(self, data: bytes) -> int:
        """Take bytes; whole pieces go out at once."""
        self._held += self._packer.compress(data)
        while len(self._held) > PIECE:
            self._piece(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        """Write what is left; the last piece is known as the last."""
        self._held += self._packer.flush()
        while len(self._held) > PIECE:
            self._piece(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        self._piece(bytes(self._held), last=True)
        self._held.clear()

    def _piece(self, data: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), data, self._head) if self._cipher else data
        self._out.write(struct.pack(">BI", last, len(sealed)) + sealed)
        self._number += 1


class Opener:
    """A file to read from: pieces are opened as they are asked for. Raises BackupRefused where one was changed."""

    def __init__(self, source: BinaryIO, key: Key) -> None:
        self._head = source.readline(4096)
        try:
            how = json.loads(self._head)
            known = how.get("name") == NAME and how.get("format") == 1
        except (ValueError, AttributeError):
            known = False
        if not known:
            raise BackupRefused("Filen är inte en säkerhetskopia från Samsyn.")
        self._cipher, self._source, self._held, self._number, self._ended = _made(key, how), source, b"", 0, False
        self._unpacker = zlib.decompressobj()

    def read(self, size: int = -1) -> bytes:
        """Return up to so many bytes, all there is for -1."""
        while not self._ended and (size < 0 or len(self._held) < size):
            self._held += self._piece()
        take = len(self._held) if size < 0 else size
        data, self._held = self._held[:take], self._held[take:]
        return data

    def _piece(self) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        before = self._source.read(5)
        if len(before) < 5:
            raise BackupRefused("Säkerhetskopian slutar för tidigt. Den är inte hel: använd en annan.")
        last, length = struct.unpack(">BI", before)
        sealed = self._source.read(length) if length <= PIECE + 16 else b""
        if len(sealed) < length:
            raise BackupRefused("Säkerhetskopian slutar för tidigt. Den är inte hel: använd en annan.")
        self._ended = bool(last)
        try:
            data = (
                self._cipher.decrypt(_nonce(self._number, self._ended), sealed, self._head) if self._cipher else sealed
            )
        except InvalidTag:
            raise BackupRefused("Nyckeln passar inte, eller så är säkerhetskopian ändrad.")
        self._number += 1
        try:
            return self._unpacker.decompress(data) + (self._unpacker.flush() if self._ended else b"")
        except zlib.error:
            raise BackupRefused("Säkerhetskopian är ändrad eller inte hel.")


def _nonce(number: int, last: bool) -> bytes:
    """Return the 12 bytes of a piece; each file has a key of its own (its salt), so numbers may begin at nought."""
    return struct.pack(">7xIB", number, last)
