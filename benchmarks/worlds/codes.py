"""Model codes: a maker's scheme, and what makes two codes the same, one a variant of the other, or near."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from .split_models import Grammar

# Letters that look alike in Cyrillic and Latin, and how else a Latin letter is written in Cyrillic by ear.
LATIN_OF = str.maketrans("АВЕКМНОРСТУХаверкмностухІіЅЈ", "ABEKMHOPCTYXabepkmhoctyxIiSJ")
BY_EAR = {
    "A": "А", "B": "Б", "C": "Ц", "D": "Д", "E": "Е", "F": "Ф", "G": "Г", "H": "Х", "I": "И", "J": "ДЖ", "K": "К",
    "L": "Л", "M": "М", "N": "Н", "O": "О", "P": "П", "Q": "КУ", "R": "Р", "S": "С", "T": "Т", "U": "У", "V": "В",
    "W": "В", "X": "ИКС", "Y": "У", "Z": "З",
}  # fmt: skip
SEPARATORS = "-/ ._+*#("
FAMILY_LETTERS = "ABCDEFGHKLMNPRSTUVWXYZ"
SUFFIXES = {
    "letters": ["A", "B", "C", "D", "E", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "W", "X"],
    "words": ["PRO", "PLUS", "LITE", "MAX", "ECO", "STD", "EXT", "DUO"],
    "digits": ["02", "05", "10", "15", "20", "25", "40", "60"],
    "roman": ["II", "III", "IV", "V", "VI", "VII"],
}


def normal(code: str) -> str:
    """A code without case, separators and script."""
    return re.sub(r"[\s\-–—_./+*#()]+", "", code.translate(LATIN_OF).upper())


def names(written: str, code: str) -> bool:
    """Whether the code of a line names the product: the same, or what the product's code continues after a separator."""
    wanted = normal(written)
    if wanted == normal(code):
        return True
    return any(
        normal(code[:at]) == wanted and re.search(r"\d", code[:at])
        for at, sign in enumerate(code)
        if sign in SEPARATORS
    )


@dataclass
class Scheme:
    """How one maker writes the codes of one family of models."""

    grammar: Grammar
    brand: str
    letters: str
    digits: str
    suffixes: dict[str, str] = field(default_factory=dict)

    def code(self, size: int, number: int, suffix: str = "") -> str:
        """The code of the sibling `number` (from 0) whose size is `size`."""
        slots = {
            "brand": self.brand, "fam": self.letters[:2], "FAM": self.letters[:3], "size": str(size), "size3": f"{size:03}",
            "no": f"{number + 1:02}", "letter": FAMILY_LETTERS[number % len(FAMILY_LETTERS)], "opt": suffix,
            **{f"d{n}": self.digits[:n] for n in (1, 2, 3, 4)},
        }  # fmt: skip

        def bracket(match: re.Match[str]) -> str:
            inside = match.group(1)
            return inside if all(slots[name] for name in re.findall(r"\{(\w+)\}", inside)) else ""

        return re.sub(r"\[([^\]]*)\]", bracket, self.grammar.pattern).format(**slots)


def draw_scheme(rng: random.Random, grammar: Grammar, brand: str) -> Scheme:
    letters = "".join(rng.choice(FAMILY_LETTERS) for _ in range(3))
    if "{fam}" in grammar.pattern and rng.random() < 0.3:
        letters = letters[0]
    digits = str(rng.randint(1, 9)) + "".join(rng.choice("0123456789") for _ in range(3))
    return Scheme(grammar, brand, letters, digits)


def near(rng: random.Random, code: str) -> str:
    """A code one sign apart: another digit, another letter, or one letter more."""
    places = [at for at, sign in enumerate(code) if sign.isalnum()]
    at = rng.choice(places[len(places) // 3 :])
    sign = code[at]
    if sign.isdigit():
        return code[:at] + rng.choice([d for d in "123456789" if d != sign]) + code[at + 1 :]
    if rng.random() < 0.3:
        return code + rng.choice("BHKNRV")
    return code[:at] + rng.choice([c for c in FAMILY_LETTERS if c != sign.upper()]) + code[at + 1 :]


def in_cyrillic(rng: random.Random, code: str) -> str:
    """The code as somebody types it on a Cyrillic keyboard: by ear, or letters that look alike."""
    if rng.random() < 0.5:
        return "".join(BY_EAR.get(sign, sign) for sign in code.upper())
    looks = {latin: cyrillic for cyrillic, latin in zip("АВЕКМНОРСТУХ", "ABEKMHOPCTYX", strict=True)}
    return "".join(looks.get(sign, sign) for sign in code.upper())


def respaced(rng: random.Random, code: str) -> str:
    """The code with a blank for a hyphen, no separator, or one more between letters and digits."""
    how = rng.randrange(3)
    if how == 0 and re.search(r"[-/.+*#]", code):
        return re.sub(r"[-/.+*#]", " ", code)
    if how == 1 and re.search(r"[-/. ]", code):
        return re.sub(r"[-/. ]", "", code)
    return re.sub(r"(?<=[A-Za-z])(?=\d)", rng.choice([" ", "-"]), code, count=1)
