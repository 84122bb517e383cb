"""Banners, labels of cartons, certificates and tables of specifications, drawn and then spoilt as a photo spoils them."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from PIL import Image, ImageDraw, ImageFilter, ImageFont

KINDS = ("banner", "carton", "certificate", "table")
LANGUAGES = ("zh", "en", "ru")
FONTS = Path("/usr/share/fonts")
FACES = {
    "zh": ("opentype/noto/NotoSansCJK-Regular.ttc", "opentype/noto/NotoSerifCJK-Regular.ttc"),
    "en": ("truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSerif.ttf"),
    "ru": ("truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSerif.ttf"),
}  # Debian's fonts-noto-cjk and fonts-dejavu
SIMPLIFIED = 2  # the face of a Noto CJK collection whose signs are those of the mainland
NOISE = 255  # grey levels, of a photo's grain: multiplied by the shares below
CONDITIONS = {  # what a photo does: turn in degrees, corners moved (share of the side), blur in pixels, grain, JPEG quality
    "file": (0.0, 0.0, 0.0, 0.0, 95),
    "photo": (1.5, 0.02, 0.6, 0.02, 80),
    "hard": (5.0, 0.06, 1.2, 0.05, 55),
}
_WORDS = Path(__file__).parent / "words.yaml"
_INKS = {"banner": ("#f5e6a0", "#9c1c1c"), "carton": ("#20242c", "#c8ab7f"), "certificate": ("#1b2a52", "#fbf7ea"), "table": ("#202020", "#ffffff")}  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """A picture (JPEG) with the lines that it shows, from the top, and the properties among them by label."""

    kind: str
    language: str
    condition: str
    body: bytes
    lines: tuple[str, ...]
    fields: dict[str, str]


def pictures(
    seeds: range, languages: Sequence[str] = LANGUAGES, kinds: Sequence[str] = KINDS
) -> Iterator[Drawn]:
    """For each seed a picture of each kind in each language and condition."""
    words = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    for seed in seeds:
        for language in languages:
            for kind in kinds:
                for condition in CONDITIONS:
                    chance = random.Random(f"{seed} {language} {kind} {condition}")
                    yield _picture(kind, language, condition, words[language], chance)


def _picture(kind: str, language: str, condition: str, words: dict[str, Any], chance: random.Random) -> Drawn:
    fields = {label: _filled(chance.choice(values), words, chance) for label, values in words["fields"].get(kind, {}).items()}  # fmt: skip
    if kind == "table":
        fields = dict(sorted(chance.sample(sorted(fields.items()), 6)))
    title = _filled(chance.choice(words["banner" if kind == "banner" else f"{kind}_title"]), words, chance)
    image, lines = _draw(kind, language, title, fields, words["separator"], chance)
    return Drawn(kind, language, condition, _spoilt(image, condition, chance), lines, fields)


def _filled(text: str, words: dict[str, Any], chance: random.Random) -> str:
    code = f"{''.join(chance.choices('ABDEGHKLMNPRTV', k=2))}-{chance.choice('ABKMTX')}{chance.randint(100, 999)}"
    day = f"20{chance.randint(19, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    made = text.replace("{code}", code).replace("{day}", day).replace("{firm}", chance.choice(words["firms"]))
    while "{n}" in made:
        made = made.replace("{n}", str(chance.randint(120, 9800)), 1)
    return made.replace("{w}", f"{chance.uniform(1, 40):.1f}")


@lru_cache(maxsize=64)
def _font(language: str, face: int, size: int) -> ImageFont.FreeTypeFont:
    path = FONTS / FACES[language][face]
    return ImageFont.truetype(str(path), size, index=SIMPLIFIED if path.suffix == ".ttc" else 0)


def _draw(
    kind: str, language: str, title: str, fields: dict[str, str], separator: str, chance: random.Random
) -> tuple[Image.Image, tuple[str, ...]]:
    ink, ground = _INKS[kind]
    face, size = chance.randrange(2), chance.choice((24, 28, 34))
    step, large = int(size * 1.9), int(size * 1.6)
    image = Image.new("RGB", (1_100, 130 + step * (len(fields) + 2)), "#7d8a92")  # what lies around the label
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 30, image.width - 40, image.height - 30), fill=ground, outline=ink, width=3)
    draw.text((image.width / 2, 50), title, fill=ink, font=_font(language, face, large), anchor="ma")
    lines, font, y = [title], _font(language, face, size), 70 + 2 * large
    for label, value in fields.items():
        if kind == "table":
            draw.text((80, y), label, fill=ink, font=font)
            draw.text((620, y), value, fill=ink, font=font)
            draw.line((60, y + step - 10, image.width - 60, y + step - 10), fill=ink, width=1)
            lines += [label, value]
        else:
            lines.append(f"{label}{separator}{value}")
            draw.text((80, y), lines[-1], fill=ink, font=font)
        y += step
    return image, tuple(lines)


def _spoilt(image: Image.Image, condition: str, chance: random.Random) -> bytes:
    turn, moved, blur, grain, quality = CONDITIONS[condition]
    width, height = image.size
    if turn:
        image = image.rotate(
            chance.uniform(-turn, turn), Image.Resampling.BICUBIC, expand=True, fillcolor="#6f777c"
        )
        dx, dy = (int(side * moved) for side in image.size)
        corners = [
            (chance.randint(0, dx), chance.randint(0, dy)), (chance.randint(0, dx), image.height - chance.randint(0, dy)),
            (image.width - chance.randint(0, dx), image.height - chance.randint(0, dy)), (image.width - chance.randint(0, dx), chance.randint(0, dy)),
        ]  # fmt: skip
        data = [side for corner in corners for side in corner]
        image = image.transform((width, height), Image.Transform.QUAD, data, Image.Resampling.BICUBIC)
        image = image.filter(ImageFilter.GaussianBlur(chance.uniform(blur / 2, blur)))
        image = Image.fromarray(_lit(np.asarray(image, dtype=float), grain, chance))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _lit(pixels: np.ndarray, grain: float, chance: random.Random) -> np.ndarray:
    """Light that falls off to one side, and grain."""
    light = np.linspace(1.0, chance.uniform(0.6, 0.9), pixels.shape[1])[None, :, None]
    noise = np.random.default_rng(chance.randrange(2**32)).normal(0, grain * NOISE, pixels.shape)
    return np.clip(pixels * light + noise, 0, 255).astype(np.uint8)
