"""One customs line: what it is to say (`Subject`), said by a declarant in a style."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from .catalog import number_text
from .facts import OTHER, OURS, Fact, Product, Value
from .field_models import Attribute
from .firms import Firm
from .split_models import Habit, Style, Vocabulary
from .variety import is_said, paper, size_of
from .wording import Segment, Slots, code_noise, fill, named_slots, write

FALLBACK = {"kk": "ru", "uk": "ru"}
# Which files have columns of their own for the maker and the mark.
MAKER_COLUMNS = {"vendor"}


@dataclass(frozen=True)
class Declarant:
    """An importer with his habit, his ways of writing and the trader who ships to him."""

    importer: str
    habit: Habit
    styles: tuple[Style, ...]
    trader: str
    trader_country: str


@dataclass(frozen=True)
class Subject:
    """What a line is to say.

    kinds: `field.kind` it may be, empty for goods that are no kind of a field. words: its class, or None where `goods`
    holds the words by language. codes: (written, fits): codes meant, and whether the goods only fit them.
    firm: who is named; ours: whether that is a maker of the catalog. attributes and denied: (key, value) of `field`.
    """

    field: str
    kind: str
    hs: str
    weight: tuple[float, float]
    price: tuple[float, float]
    origin: str
    word_class: str = "name"
    goods: dict[str, tuple[str, ...]] | None = None
    codes: tuple[str, ...] = ()
    firm: Firm | None = None
    ours: bool = False
    say_maker: bool = False
    say_mark: bool = False
    spelling: str | None = None
    attributes: tuple[tuple[str, Value], ...] = ()
    denied: tuple[tuple[str, Value], ...] = ()
    deny_kind: bool = False
    heading: str = ""


@dataclass(frozen=True)
class Line:
    """A line as it is in the file, with the facts that its cells state."""

    columns: str
    style: Style
    language: str
    phrasing_id: str
    text: str
    translated: str
    manufacturer: str
    trademark: str
    exporter: str
    importer: str
    origin: str
    hs: str
    quantity: int
    weight: float
    value: float
    date: str
    facts: tuple[Fact, ...]
    note: str
    label: str = "background"
    why: str = ""
    reason: str = ""
    near: Product | None = None
    levels: tuple[tuple[str, str], ...] = field(default=())


def in_language(words: dict[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    return words.get(language) or words.get(FALLBACK.get(language, "en")) or words.get("en") or ()


class Composer:
    """Writes lines with the vocabulary of one split."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.noise = dict(vocabulary.styles.noise)

    def kind_words(
        self, rng: random.Random, subject: Subject, language: str
    ) -> tuple[str, str, tuple[str, ...]]:
        """The words for the goods, their class, and the kinds they may mean."""
        if subject.goods is not None:
            return rng.choice(in_language(subject.goods, language)), "goods", ()
        goods = self.vocabulary.fields[subject.field]
        kind = goods.kinds[subject.kind]
        if subject.word_class == "coarse":
            groups = [c for c in goods.coarse if subject.kind in c.kinds and getattr(c, language)]
            if groups:
                group = rng.choice(groups)
                return (
                    rng.choice(getattr(group, language)),
                    "coarse",
                    tuple(f"{subject.field}.{k}" for k in group.kinds),
                )
        names = kind.names(language)
        word_class = subject.word_class if getattr(names, subject.word_class, ()) else "name"
        return rng.choice(getattr(names, word_class)), word_class, (f"{subject.field}.{subject.kind}",)

    def attribute(
        self, rng: random.Random, subject: Subject, key: str, value: Value, style: Style, language: str
    ) -> str:
        """The words that state one attribute."""
        attribute = self.vocabulary.fields[subject.field].attributes[key]
        if isinstance(value, str):
            assert isinstance(attribute.values, dict)
            return rng.choice(in_language(attribute.values[value], language))
        unit = rng.choice(in_language(attribute.unit, language) or ("",))
        label = rng.choice(in_language(attribute.label, language))
        templates = style.value if style.language == language else ["{label} {value} {unit}"]
        if not unit or not self._unit_tells(subject, attribute, language):
            templates = [t for t in templates if "{label}" in t]
        template = rng.choice(templates or ["{label} {value} {unit}"])
        return template.format(label=label, value=number_text(value, language, rng), unit=unit).strip()

    def _unit_tells(self, subject: Subject, attribute: Attribute, language: str) -> bool:
        goods = self.vocabulary.fields[subject.field]
        mine = set(in_language(attribute.unit, language))
        others = [goods.attributes[k] for k in goods.kinds[subject.kind].attributes]
        return all(a is attribute or not mine & set(in_language(a.unit, language)) for a in others)

    def _attributes(self, rng: random.Random, subject: Subject, style: Style, language: str) -> list[Segment]:
        out: list[Segment] = []
        size = self._size(rng, subject, language)
        if size is not None:
            out.append(size)
        joined = {fact.key for fact in size.facts} if size is not None else set()
        for key, value in subject.attributes:
            if key in joined:
                continue
            if out:
                out.append(Segment(style.join if language == style.language else ", "))
            words = self.attribute(rng, subject, key, value, style, language)
            out.append(Segment(words, (Fact("attribute", key, value),)))
        return out

    def _size(self, rng: random.Random, subject: Subject, language: str) -> Segment | None:
        """Two or three numbers of one unit written as a size, where this line does so."""
        variety = self.vocabulary.styles.variety
        if len(subject.attributes) < 2 or not is_said(rng, variety.size):
            return None
        by_unit: dict[str, list[tuple[str, float]]] = {}
        for key, value in subject.attributes:
            units = in_language(self.vocabulary.fields[subject.field].attributes[key].unit, language)
            if not isinstance(value, str) and units:
                by_unit.setdefault(units[0], []).append((key, value))
        unit, numbers = max(by_unit.items(), key=lambda entry: len(entry[1]), default=("", []))
        if not 2 <= len(numbers) <= 3:
            return None
        text = size_of(rng, (number_text(value, language, rng) for _, value in numbers), unit)
        return Segment(text, tuple(Fact("attribute", key, value) for key, value in numbers))

    def _negation(self, rng: random.Random, subject: Subject, style: Style, language: str) -> list[Segment]:
        templates = self.vocabulary.styles.negations.get(language) or ("not {words}",)  # type: ignore[call-overload]
        out: list[Segment] = []
        for key, value in subject.denied:
            words = self.attribute(rng, subject, key, value, style, language)
            out.append(Segment(rng.choice(templates).format(words=words), (Fact("not", key, value),)))
        if subject.deny_kind:
            names = self.vocabulary.fields[subject.field].kinds[subject.kind].names(language)
            out.append(Segment(rng.choice(templates).format(words=rng.choice(names.name))))
        return out

    def _codes(self, rng: random.Random, subject: Subject, language: str) -> list[Segment]:
        out: list[Segment] = []
        for code in subject.codes:
            if out:
                out.append(Segment(", "))
            key = "fits" if subject.goods is not None else "model"
            words = in_language(self.vocabulary.styles.variety.code_words, language)
            if words and is_said(rng, self.vocabulary.styles.variety.glued):
                out.append(Segment(rng.choice(words)))
            out.append(Segment(code_noise(rng, code, self.noise, language), (Fact("code", key, code),)))
        return out

    def _maker(self, rng: random.Random, subject: Subject, habit: Habit, language: str) -> tuple[str, str]:
        """How the maker is written, and the text."""
        assert subject.firm is not None
        how = subject.spelling or rng.choices(list(habit.spelling), list(habit.spelling.values()))[0]
        if how == "native" and language not in (subject.firm.language, "en"):
            how = "latin"
        if how == "ru" and language not in ("ru", "uk", "kk"):
            how = "latin"
        if how == "meaning":
            cyrillic = language in ("ru", "uk", "kk")
            for _ in range(6):
                said, text = subject.firm.written(rng, how)
                if cyrillic or not any("а" <= c <= "я" for c in text.lower()):
                    return said, text
            how = "latin"
        return subject.firm.written(rng, how)

    def compose(self, rng: random.Random, subject: Subject, declarant: Declarant, date: str) -> Line:
        """A line that says what the subject says, as this declarant writes it."""
        style, language, phrasing, number = self._phrasing(rng, subject, declarant)
        habit = declarant.habit
        quantity = rng.choice([1, 2, 5, 10, 20, 40, 50, 100, 120, 200, 350, 500, 1000, rng.randint(1, 3000)])
        kind, word_class, kinds = self.kind_words(rng, subject, language)
        said = self.vocabulary.styles

        def pick(words: dict[str, list[str]], share: float) -> list[Segment]:
            here = words.get(language)
            return [Segment(rng.choice(here))] if here and rng.random() < share else []

        slots: Slots = {
            "kind": [
                Segment(kind, (Fact("kind", word_class, kinds),) if kinds else ()),
                *([Segment(f" {subject.heading}")] if subject.heading else []),
            ],
            "attributes": self._attributes(rng, subject, style, language),
            "negation": self._negation(rng, subject, style, language),
            "code": self._codes(rng, subject, language),
            "quantity": [Segment(str(quantity))],
            "purpose": pick(said.purposes, habit.purpose),
            "disclaimer": pick(said.disclaimers, habit.disclaimer),
        }
        if slots["code"] and is_said(rng, said.variety.code_at_kind):
            purpose = pick(said.purposes, said.variety.purpose_before_code) if subject.goods is None else []
            for more in (purpose, slots["code"]):
                slots["kind"] += [Segment(" "), *more] if more else []
            slots["code"] = []
        manufacturer = trademark = ""
        exporter, facts = declarant.trader, [Fact("origin", "", subject.origin)]
        if subject.firm is not None:
            whose = OURS if subject.ours else OTHER
            site = subject.firm.firm_id if subject.ours else ""
            named = named_slots(phrasing)
            if subject.say_maker:
                how, text = self._maker(rng, subject, habit, language)
                fact = Fact("maker", how, whose, site)
                if "maker" in named:
                    slots["maker"] = [Segment(text, (fact,))]
                elif style.columns in MAKER_COLUMNS:
                    manufacturer = text
                    facts.append(replace(fact, text=text, column="MANUFACTURER", start=0, end=len(text)))
                else:
                    exporter = text
                    facts.append(replace(fact, text=text, column="EXPORTER", start=0, end=len(text)))
            if subject.say_mark:
                mark = subject.firm.mark
                fact = Fact("maker", "mark", whose, site)
                if "mark" in named:
                    slots["mark"] = [Segment(mark, (fact,))]
                elif style.columns in MAKER_COLUMNS:
                    trademark = mark
                    facts.append(replace(fact, text=mark, column="TRADEMARK", start=0, end=len(mark)))
        segments = fill(phrasing, slots)
        papers = in_language(said.variety.papers, language)
        if papers and is_said(rng, said.variety.paper):
            segments.append(Segment(style.join + paper(rng, rng.choice(papers))))
        text, stated, applied = write(rng, style, segments, self.noise, "PRODUCT_DESCRIPTION")
        translated = ""
        if style.translated and rng.random() < 0.9:
            translated, more = self._translated(rng, subject, style, word_class)
            stated += more
        weight = round(rng.uniform(*subject.weight) * quantity, 2)
        value = round(rng.uniform(*subject.price) * quantity * rng.uniform(0.8, 1.25), 2)
        return Line(
            style.columns, style, language, f"{style.id}-{number}", text.strip(), translated, manufacturer, trademark,
            exporter, declarant.importer, subject.origin, subject.hs + f"{rng.choice([0, 0, 1, 9])}00{rng.choice([0, 0, 9])}",
            quantity, max(weight, 0.01), max(value, 0.01), date, tuple(_shifted(stated, text) + facts), " ".join(applied),
        )  # fmt: skip

    def _phrasing(
        self, rng: random.Random, subject: Subject, declarant: Declarant
    ) -> tuple[Style, str, str, int]:
        """A style and phrasing of the declarant that can say what must be said."""
        needed = {name for name, wanted in (
            ("code", subject.codes), ("attributes", subject.attributes),
            ("negation", subject.denied or subject.deny_kind),
        ) if wanted}  # fmt: skip
        options = []
        for style in declarant.styles:
            for number, phrasing in enumerate(style.phrasings):
                slots = named_slots(phrasing)
                mark_fits = (
                    not subject.say_mark
                    or subject.say_maker
                    or "mark" in slots
                    or style.columns in MAKER_COLUMNS
                )
                if needed <= slots and mark_fits:
                    options.append((style, number, phrasing))
        if not options:
            style = declarant.styles[0]
            options = [(style, 0, style.phrasings[0])]
        style, number, phrasing = rng.choice(options)
        return style, style.language, phrasing, number

    def _translated(
        self, rng: random.Random, subject: Subject, style: Style, word_class: str
    ) -> tuple[str, list[Fact]]:
        """The machine translated column: the same facts in English, in the order of a list."""
        words, found, kinds = self.kind_words(rng, replace(subject, word_class=word_class), "en") if (
            word_class != "goods"
        ) else (*self.kind_words(rng, subject, "en"),)  # fmt: skip
        segments = [Segment(words, (Fact("kind", found, kinds),) if kinds else ())]
        for more in (
            self._attributes(rng, subject, style, "en"),
            self._negation(rng, subject, style, "en"),
            self._codes(rng, subject, "en"),
        ):
            if more:
                segments += [Segment(", "), *more]
        text, facts = "", []
        for segment in segments:
            start = len(text)
            text += segment.text.upper()
            facts += [
                replace(
                    f, text=segment.text.upper(), column="PRODUCT_DESCRIPTION_EN", start=start, end=len(text)
                )
                for f in segment.facts
            ]
        return text[:250], [fact for fact in facts if fact.end <= 250]


def _shifted(facts: list[Fact], text: str) -> list[Fact]:
    """The facts with spans in the text without its leading and trailing blanks."""
    lead, end = len(text) - len(text.lstrip()), len(text.strip())
    out = []
    for fact in facts:
        if fact.column == "PRODUCT_DESCRIPTION":
            start, stop = max(fact.start - lead, 0), min(fact.end - lead, end)
            fact = replace(fact, start=start, end=stop, text=text.strip()[start:stop])
        out.append(fact)
    return out
