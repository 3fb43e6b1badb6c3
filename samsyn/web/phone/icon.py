"""A neutral icon drawn here, in the municipality's colour: nothing on it says what the app is for."""

import struct
import zlib

import numpy as np

SHAPES = ("circle", "square", "diamond", "rings")
DEFAULT = "rings"
SIZES = (180, 192, 512)


def png(*, size: int, colour: str, shape: str = DEFAULT) -> bytes:
    """Return a square picture filled with the colour, with a white shape inside the safe zone of maskable icons."""
    share = _inside(size, shape)[..., None]
    ground = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)], dtype=float)
    pixels = np.rint(ground * (1 - share) + 255.0 * share).astype(np.uint8)
    rows = np.concatenate([np.zeros((size, 1), np.uint8), pixels.reshape(size, -1)], axis=1)
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = (_part(b"IHDR", head), _part(b"IDAT", zlib.compress(rows.tobytes(), 9)), _part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _inside(size: int, shape: str) -> np.ndarray:
    """Return how much of each pixel the shape covers, 0–1, with soft edges."""
    line = (np.arange(size) + 0.5) / size * 2 - 1
    x, y = np.meshgrid(line, line)
    distance = {
        "circle": np.hypot(x, y) - 0.42,
        "square": np.maximum(np.abs(x), np.abs(y)) - 0.38,
        "diamond": np.abs(x) + np.abs(y) - 0.5,
        "rings": np.minimum(
            np.abs(np.hypot(x + 0.16, y) - 0.28), np.abs(np.hypot(x - 0.16, y) - 0.28)
        ) - 0.045,
    }[shape if shape in SHAPES else DEFAULT]  # fmt: skip
    return np.clip(0.5 - distance * size / 2, 0, 1)
