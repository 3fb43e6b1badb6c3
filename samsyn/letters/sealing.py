"""Web push: sealing a message for one browser (RFC 8291) and proving who sends it (RFC 8292).

Small and our own: the ready package would bring fifteen others, one of them without a wheel.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

RECORD_BYTES = 4096
PADDED_BYTES = 512          # every message is as long as every other, whatever it says
PROOF_LASTS = timedelta(hours=12)
CURVE = ec.SECP256R1()


def to_text(data: bytes) -> str:
    """Return base64url without padding.

    >>> to_text(bytes([255, 254]))
    '__4'
    """
    return urlsafe_b64encode(data).decode().rstrip("=")


def from_text(text: str) -> bytes:
    """Return the bytes of base64url, with or without padding; raises ValueError.

    >>> from_text("__4")
    b'\\xff\\xfe'
    """
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as 65 bytes, uncompressed."""
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def key_from(point: bytes) -> ec.EllipticCurvePublicKey:
    """Return the public key of 65 bytes; raises ValueError when they are no point of the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def _stretched(secret: bytes, *, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=about).derive(secret)


def sealed(
    message: bytes, *, public_key: bytes, secret: bytes, own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None, padded: int = PADDED_BYTES,
) -> bytes:  # fmt: skip
    """Return the message sealed for the browser with this key and secret (content coding aes128gcm, one record).

    RFC 8291: ikm = HKDF(salt=secret, ECDH, "WebPush: info" 0 browser sender); key and nonce = HKDF(salt, ikm, …).
    The key pair and the salt are new for every message; only a test gives its own. Raises ValueError.
    """
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(16)
    sender = point_of(own.public_key())
    shared = own.exchange(ec.ECDH(), key_from(public_key))
    ikm = _stretched(shared, salt=secret, about=b"WebPush: info\0" + public_key + sender, length=32)
    key = _stretched(ikm, salt=salt, about=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _stretched(ikm, salt=salt, about=b"Content-Encoding: nonce\0", length=12)
    whole = message + b"\x02" + bytes(max(padded - len(message), 0))
    head = salt + RECORD_BYTES.to_bytes(4) + bytes([len(sender)]) + sender
    return head + AESGCM(key).encrypt(nonce, whole, None)


def opened(body: bytes, *, own: ec.EllipticCurvePrivateKey, secret: bytes) -> bytes:
    """Return the message that `sealed` closed, as the browser does it. Raises ValueError, InvalidTag."""
    salt, length = body[:16], body[20]
    sender, closed = body[21 : 21 + length], body[21 + length :]
    shared = own.exchange(ec.ECDH(), key_from(sender))
    about = b"WebPush: info\0" + point_of(own.public_key()) + sender
    ikm = _stretched(shared, salt=secret, about=about, length=32)
    key = _stretched(ikm, salt=salt, about=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _stretched(ikm, salt=salt, about=b"Content-Encoding: nonce\0", length=12)
    return AESGCM(key).decrypt(nonce, closed, None).rstrip(b"\0")[:-1]


def installation_key(file: Path) -> ec.EllipticCurvePrivateKey:
    """Return the installation's own key; made at the first need, readable by the service's user alone."""
    if not file.exists():
        _make(file)
    return _read(file)


@cache
def _read(file: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise InvalidKey
    return key


def _make(file: Path) -> None:
    pem = ec.generate_private_key(CURVE).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{os.getpid()}")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
    try:
        os.link(new, file)      # whole at once, and the first of two that make it wins
    except FileExistsError:
        pass
    finally:
        new.unlink()


def proof(endpoint: str, *, key: ec.EllipticCurvePrivateKey, contact: str, now: datetime) -> str:
    """Return the Authorization header that says which installation sends (RFC 8292): a signed note for one host."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + PROOF_LASTS).timestamp()), "sub": contact,
    }  # fmt: skip
    note = ".".join(to_text(json.dumps(part, separators=(",", ":")).encode()) for part in (
        {"typ": "JWT", "alg": "ES256"}, claims,
    ))  # fmt: skip
    r, s = decode_dss_signature(key.sign(note.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={note}.{to_text(r.to_bytes(32) + s.to_bytes(32))}, k={to_text(point_of(key.public_key()))}"
