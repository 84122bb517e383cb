"""EXIF of a picture: date, camera, place and words as its file states them. Anybody can write them; they prove nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

EXIF_READER = "exif 1"  # raised when other fields, or other forms of them, are read
MAX_TEXT = 300  # characters kept of one value
_DETAILS, _GPS = 0x8769, 0x8825  # the directories below the main one: Exif 2.32, 4.6.3
_TAGS = {
    270: "ImageDescription", 271: "Make", 272: "Model", 305: "Software", 306: "DateTime", 315: "Artist",
    33432: "Copyright", 36867: "DateTimeOriginal", 36868: "DateTimeDigitized", 36880: "OffsetTime",
    36881: "OffsetTimeOriginal", 37510: "UserComment", 42032: "CameraOwnerName", 42033: "BodySerialNumber",
    42036: "LensModel", 42037: "LensSerialNumber",
}  # fmt: skip
_COORDINATES = (("GPSLatitude", 1, 2, "S", 90.0), ("GPSLongitude", 3, 4, "W", 180.0))
_DAY = re.compile(r"(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?")


@dataclass(frozen=True)
class ExifValue:
    """A field of a picture's EXIF by its name in the standard; `value` as the file states it, coordinates in degrees."""

    name: str
    value: str


def read_exif(image: Image) -> tuple[ExifValue, ...]:
    """The fields of `_TAGS` and the place that an opened picture states. Raises what Pillow raises.

    Pillow decodes the pixels of a PNG for it, of no other format.
    """
    exif = image.getexif()
    found = {**dict(exif), **dict(exif.get_ifd(_DETAILS))}
    texts = ((name, _text(found[tag])) for tag, name in _TAGS.items() if tag in found)
    values = [ExifValue(name, text) for name, text in texts if text]
    return (*values, *_place(exif))


def _place(exif: Exif) -> Iterator[ExifValue]:
    gps = exif.get_ifd(_GPS)
    for name, reference, tag, negative, limit in _COORDINATES:
        degrees = _degrees(gps.get(tag))
        if degrees is None or degrees > limit:
            continue
        sign = "-" if _text(gps.get(reference)).upper() == negative and degrees else ""
        yield ExifValue(name, f"{sign}{degrees:.6f}")
    if day := _text(gps.get(29)):
        yield ExifValue("GPSDateStamp", day)


def _degrees(parts: Any) -> float | None:
    """Degrees, minutes and seconds as degrees; None where they are no three numbers."""
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
        found = degrees + minutes / 60 + seconds / 3600
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return found if 0 <= found < 1_000 else None


def _text(value: Any) -> str:
    """A value as text: bytes as UTF-8 (a comment's 8 bytes that name its code are left out), white space joined."""
    if isinstance(value, bytes):
        body = value[8:] if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0", b"\0" * 8) else value
        value = body.decode("utf-8", "replace")
    text = str(value if value is not None else "").replace("\0", " ")
    return " ".join(text.split())[:MAX_TEXT].encode("utf-8", "replace").decode("utf-8")


def taken(values: Mapping[str, str]) -> str | None:
    """When the picture was taken, by its file: ISO 8601 day or time, with an offset where one is stated."""
    for name, offset in (
        ("DateTimeOriginal", "OffsetTimeOriginal"),
        ("DateTimeDigitized", ""),
        ("DateTime", "OffsetTime"),
    ):
        match = _DAY.match(values.get(name, ""))
        if match and match[1] > "0000" and "01" <= match[2] <= "12" and "01" <= match[3] <= "31":
            day = "-".join(match.group(1, 2, 3))
            zone = values.get(offset, "") if re.fullmatch(r"[+-]\d\d:\d\d", values.get(offset, "")) else ""
            return f"{day}T{match[4]}{zone}" if match[4] else day
    return None


def camera(values: Mapping[str, str]) -> str | None:
    """Maker and model of the camera, by its file."""
    make, model = values.get("Make", ""), values.get("Model", "")
    named = model if model.lower().startswith(make.lower()) else f"{make} {model}"
    return named.strip() or None


def place(values: Mapping[str, str]) -> str | None:
    """Latitude and longitude in degrees, by its file."""
    both = values.get("GPSLatitude"), values.get("GPSLongitude")
    return f"{both[0]} {both[1]}" if all(both) else None
