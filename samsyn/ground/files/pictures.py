"""Cleaning a photo: only its pixels are kept. What is no photo, or is too large to be one, is refused."""

import io
import struct
import warnings
from typing import NamedTuple

from samsyn.ground.refusals import Refused

MOST_BYTES = 1_500_000
MOST_PIXELS = 12_000_000
LONGEST_SIDE = 1600
QUALITY = 80
# What a decoder raises on bytes that lie: those who wrote them may have wanted it.
UNREADABLE = (OSError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, SyntaxError, struct.error)


class PhotoRefused(Refused):
    """The photo was not taken in; the sentence says why."""


class Cleaned(NamedTuple):
    """A photo as it is stored: JPEG bytes without anything about camera, place or time, and its size in pixels."""

    content: bytes
    width: int
    height: int


def cleaned(content: bytes) -> Cleaned:
    """Decode a JPEG and write its pixels anew, at most 1 600 along the longer side.

    Nothing of the file is copied: neither EXIF (camera, place, time, thumbnail), comments, profiles nor what hides
    after the picture. Size and shape are read from the head and judged before a single pixel is unpacked. Raises
    PhotoRefused.
    """
    from PIL import Image, ImageOps

    if len(content) > MOST_BYTES:
        raise PhotoRefused("Fotot är för stort. Ta ett nytt i appen.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG",)) as found:
                if found.width * found.height > MOST_PIXELS:
                    raise PhotoRefused("Fotot har för många bildpunkter. Ta ett nytt i appen.")
                upright = ImageOps.exif_transpose(found).convert("RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, PhotoRefused) as problem:
        raise PhotoRefused("Fotot har för många bildpunkter. Ta ett nytt i appen.") from problem
    except UNREADABLE as problem:
        raise PhotoRefused("Filen är inget foto som går att läsa.") from problem
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Cleaned(written.getvalue(), bare.width, bare.height)
