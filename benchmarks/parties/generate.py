"""Invented firms, each in several spellings, with look-alikes that are other firms."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from matcher.customs.values.tax_numbers import kinds_of_tax_number

WRITTEN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
# Two ways of writing Cyrillic in Latin letters: of passports, and of people.
ICAO = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia i i ie g"
LOOSE = "a b v g d e yo j z i y k l m n o p r s t u f h c ch sh sch _ i _ e yu ya i yi ye g"


@dataclass(frozen=True)
class Spelling:
    """One name as written in a file: its firm, its number or "", its country, and how it was made."""

    name: str
    number: str
    country: str
    firm: int
    how: str


@dataclass(frozen=True)
class Firm:
    """A firm before it is written: `stem` is its own name in each script of its country; `trade` and `place` are places in words.yaml."""

    country: str
    stem: tuple[str, ...]
    form: str
    trade: int | None = None
    place: int | None = None
    affix: str = ""
    number: str = ""


@cache
def words() -> dict[str, Any]:
    return dict(yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")))


def firms_and_spellings(seed: int, half: str, firms: int, spellings: int) -> list[Spelling]:
    """`spellings` spellings of `firms` firms; a third of the firms are look-alikes of the one before."""
    rng = random.Random(f"{half} {seed}")
    made: list[Firm] = []
    taken: set[tuple[object, ...]] = set()
    while len(made) < firms:
        firm = look_alike(rng, half, made[-1]) if made and rng.random() < 0.34 else new_firm(rng, half)
        key = (firm.country, firm.stem, firm.form, firm.trade, firm.place, firm.affix)
        if key in taken and rng.random() < 0.97:  # a few firms have one name
            continue
        taken.add(key)
        made.append(firm)
    out = [write(rng, half, number, firm) for number, firm in enumerate(made)]
    weights = [min(8.0, rng.paretovariate(1.2)) for _ in made]
    for number in rng.choices(range(firms), weights, k=spellings - firms):
        out.append(write(rng, half, number, made[number]))
    return out


def new_firm(rng: random.Random, half: str) -> Firm:
    have = words()[half]
    country = rng.choices(("RUS", "CHN", "TUR", "KAZ", "UKR", "USA"), (30, 35, 8, 10, 9, 8))[0]
    if country == "CHN":
        place = rng.randrange(5) if rng.random() < 0.8 else None
        return Firm(
            country, characters(rng, half, rng.choice((2, 2, 3, 3, 3, 4))), "limited", rng.randrange(6), place
        )
    if country == "USA":
        stem = rng.choice(have["english"]) + rng.choice(have["english_endings"])
        return Firm(country, (stem,), rng.choice(("inc", "llc")), rng.randrange(6))
    if country == "TUR":
        return Firm(
            country,
            (" ".join(rng.sample(have["turkish"], rng.choice((1, 2, 2)))),),
            rng.choice(("llc", "jsc")),
            rng.randrange(6),
        )
    number = tax_number(rng, country)
    if rng.random() < 0.12:
        names = words()["given_names"]
        who = f"{rng.choice(have['surnames'])} {rng.choice(names)}.{rng.choice(names)}."
        return Firm(country, (who,), "sole", number=number)
    first, second = rng.sample(have["russian"], 2)
    stem = rng.choice((first, f"{first}-{second}", f"{rng.choice(have['adjectives'])} {second.lower()}",
                       rng.choice(have["beginnings"]) + rng.choice(have["endings"]),
                       rng.choice(have["beginnings"]) + second.lower()))  # fmt: skip
    return Firm(country, (stem,), rng.choices(("llc", "jsc"), (8, 2))[0],
                rng.randrange(6) if rng.random() < 0.4 else None, number=number)  # fmt: skip


def characters(rng: random.Random, half: str, count: int) -> tuple[str, ...]:
    """A Chinese name: in pinyin, in Cyrillic, in characters."""
    drawn = rng.sample(words()[half]["chinese"], count)
    return tuple("".join(column).capitalize() for column in zip(*drawn, strict=True))


def look_alike(rng: random.Random, half: str, firm: Firm) -> Firm:
    """Another firm whose name differs from that of `firm` in one thing."""
    changes: list[Firm] = []
    other = replace(firm, number=tax_number(rng, firm.country) if firm.number else "")
    if firm.form == "sole":
        who = firm.stem[0].split()
        initial = rng.choice([n for n in words()["given_names"] if n != who[1][0]])
        return replace(other, stem=(f"{who[0]} {initial}{who[1][1:]}",))
    if firm.trade is not None:
        changes.append(replace(other, trade=(firm.trade + rng.randrange(1, 6)) % 6))
    if firm.place is not None:
        changes.append(replace(other, place=(firm.place + rng.randrange(1, 5)) % 5))
    if firm.country in ("RUS", "KAZ", "UKR"):
        changes.append(replace(other, form="jsc" if firm.form == "llc" else "llc"))
        changes.append(replace(other, affix=rng.choice(words()["affixes"])))
        country = rng.choice([c for c in ("RUS", "KAZ", "UKR") if c != firm.country])
        changes.append(replace(other, country=country, number=tax_number(rng, country)))
        changes.append(other)
    if firm.country == "CHN":
        latin_more, cyrillic_more, han_more = characters(rng, half, 1)
        longer = (latin_more.lower(), cyrillic_more.lower(), han_more)
        changes.append(replace(other, stem=tuple(a + b for a, b in zip(firm.stem, longer, strict=True))))
    if firm.country in ("USA", "TUR"):
        stems = words()[half]["english" if firm.country == "USA" else "turkish"]
        changes.append(replace(other, stem=(f"{firm.stem[0]} {rng.choice(stems)}",)))
    return rng.choice(changes)


def tax_number(rng: random.Random, country: str) -> str:
    rule, length = {"RUS": ("_inn10", 10), "KAZ": ("_iin", 12), "UKR": ("_edrpou", 8)}[country]
    while True:
        text = "".join(rng.choices("0123456789", k=length))
        if country == "KAZ":
            text = f"{rng.randrange(1, 24):02}{rng.randrange(1, 13):02}4{text[5:]}"
        if rule in kinds_of_tax_number(text) and text[0] != "0":
            return text


FORMS = {
    ("RUS", "llc"): (("ООО",) * 6 + ("Общество с ограниченной ответственностью", "О.О.О."), ("LLC", "OOO", "Ltd", "LIMITED LIABILITY COMPANY")),
    ("RUS", "jsc"): (("АО", "АО", "Акционерное общество"), ("JSC", "AO", "JOINT STOCK COMPANY")),
    ("KAZ", "llc"): (("ТОО", "ТОО", "Товарищество с ограниченной ответственностью"), ("LLP", "TOO", "LLC")),
    ("KAZ", "jsc"): (("АО",), ("JSC",)),
    ("UKR", "llc"): (("ТОВ", "Товариство з обмеженою відповідальністю"), ("LLC", "TOV")),
    ("UKR", "jsc"): (("ПрАТ", "АТ"), ("PrJSC", "JSC")),
    ("TUR", "llc"): ((), ("Ltd. Şti.", "LTD STI", "San. ve Tic. Ltd. Şti.", "Limited Şirketi")),
    ("TUR", "jsc"): ((), ("A.Ş.", "AS", "Anonim Şirketi")),
    ("USA", "inc"): ((), ("Inc.", "Inc", "INCORPORATED")),
    ("USA", "llc"): ((), ("LLC", "L.L.C.")),
    ("CHN", "limited"): (("КО., ЛТД", "КО ЛТД", "КОМПАНИ ЛИМИТЕД"), ("Co., Ltd", "CO LTD", "Co.,Ltd.", "Company Limited")),
}  # fmt: skip
SOLE = {
    "RUS": ("ИП", "Индивидуальный предприниматель", "IE"),
    "KAZ": ("ИП", "ЖК", "IE"),
    "UKR": ("ФОП", "Фізична особа-підприємець", "FOP"),
}


def write(rng: random.Random, half: str, number: int, firm: Firm) -> Spelling:
    """One spelling of a firm."""
    how, name = "native", ""
    if firm.country == "CHN":
        how = rng.choices(("latin", "pinyin", "native", "cyrillic"), (5, 1, 2, 2))[0]
        name = _chinese(rng, half, firm, how)
    elif firm.country in ("TUR", "USA"):
        name = _western(rng, half, firm)
    else:
        how = "native" if rng.random() < 0.7 else "latin"
        name = _soviet(rng, half, firm, how)
    if rng.random() < 0.05:
        how, name = f"{how} typo", _misspelt(rng, name)
    name = rng.choice((name, name.upper(), name.upper(), name))
    if rng.random() < 0.05:
        name += rng.choice((" (CHINA)", ", CHINA") if firm.country == "CHN" else (".", " "))
    return Spelling(name, _number(rng, firm), firm.country, number, how)


def _number(rng: random.Random, firm: Firm) -> str:
    if not firm.number or rng.random() < 0.35:
        return ""
    if firm.country == "RUS" and rng.random() < 0.2:
        return f"{firm.number}/{firm.number[:4]}01001"
    if rng.random() < 0.02:
        at = rng.randrange(len(firm.number))
        return firm.number[:at] + str((int(firm.number[at]) + 1) % 10) + firm.number[at + 1 :]
    return firm.number


def _chinese(rng: random.Random, half: str, firm: Firm, how: str) -> str:
    have = words()[half]
    column = {"latin": 0, "pinyin": 0, "native": 2, "cyrillic": 1}[how]
    trade = have["trades"][firm.trade]
    place = have["places_zh"][firm.place] if firm.place is not None else ("", "", "")
    left_out = place and how != "native" and rng.random() < 0.1
    where = "" if left_out else place[column]
    if how == "native":
        return f"{where}{firm.stem[2]}{trade[3]}有限公司"
    if how == "pinyin":
        from pypinyin import lazy_pinyin

        syllables = lazy_pinyin(f"{place[2]}{firm.stem[2]}{trade[3]}有限公司")
        return " ".join(s.title() for s in syllables)
    kind = rng.choice(trade[0]) if how == "latin" else trade[2]
    end = rng.choice(FORMS[("CHN", "limited")][how == "latin"])
    return " ".join(f"{where} {firm.stem[column]} {kind} {end}".split())


def _western(rng: random.Random, half: str, firm: Firm) -> str:
    trade = words()[half]["trades"][firm.trade]
    kind = rng.choice(trade[0]) if firm.country == "USA" else trade[4]
    name = f"{firm.stem[0]} {kind}"
    if firm.country == "TUR" and rng.random() < 0.6:
        name = name.translate(str.maketrans("ıİşŞğĞçÇöÖüÜ", "iIsSgGcCoOuU"))
    end = rng.choice(FORMS[(firm.country, firm.form)][1])
    return f"{name} {end}" if rng.random() < 0.93 else name


def _soviet(rng: random.Random, half: str, firm: Firm, how: str) -> str:
    if firm.form == "sole":
        who = firm.stem[0]
        form = rng.choice(SOLE[firm.country])
        if how == "latin":
            return f"IE {latin(rng, who)}"
        return f"{'ИП' if form == 'IE' else form} {who}"
    trade = f" {words()[half]['trades'][firm.trade][1]}" if firm.trade is not None else ""
    affix = f" {firm.affix}" if firm.affix else ""
    if how == "latin":
        kind = f" {rng.choice(words()[half]['trades'][firm.trade][0])}" if firm.trade is not None and rng.random() < 0.5 else latin(rng, trade)  # fmt: skip
        core = f"{latin(rng, firm.stem[0])}{kind}{latin(rng, affix)}"
        end = rng.choice(FORMS[(firm.country, firm.form)][1])
        return f"{core} {end}" if rng.random() < 0.7 else f'{end} "{core}"'
    core = f"{firm.stem[0]}{trade}{affix}"
    end = rng.choice(FORMS[(firm.country, firm.form)][0])
    draw = rng.random()
    if draw < 0.1:
        return f"{core}, {end}"
    if draw < 0.16:
        return core
    return f"{end} «{core}»" if draw < 0.5 else f'{end} "{core}"' if draw < 0.8 else f"{end} {core}"


def latin(rng: random.Random, text: str) -> str:
    """Cyrillic in Latin letters, by one of two ways of writing."""
    table = dict(zip(WRITTEN, rng.choice((ICAO, LOOSE)).split(), strict=True))
    out = []
    for c in text:
        written = table.get(c.lower(), c).replace("_", "")
        out.append(written.capitalize() if c.isupper() else written)
    return "".join(out)


def _misspelt(rng: random.Random, name: str) -> str:
    at = [i for i in range(1, len(name) - 1) if name[i].isalpha() and name[i - 1].isalpha()]
    if not at:
        return name
    i = rng.choice(at)
    return rng.choice((name[:i] + name[i] + name[i:], name[:i] + name[i + 1 :], name[: i - 1] + name[i] + name[i - 1] + name[i + 1 :]))  # fmt: skip
