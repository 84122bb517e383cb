"""A statement of a post: what was done or agreed, the parties, the goods, how many, when and where."""

from __future__ import annotations

from dataclasses import dataclass, field

# Events that a statement may be about; the last two are told apart so that they are not taken for the others.
EVENTS = (
    *("visit", "test", "sample", "order", "contract", "shipment", "acceptance", "exhibition"),
    *("training", "domestic"),
)
ORDERED = ("order", "contract")  # events by which goods were agreed on
MOVED = ("shipment", "acceptance")  # events by which goods were handed over
GATHERINGS = ("exhibition", "training")  # events that may be to come, and are no dealing with a customer
UNNAMED = "unnamed customer"


@dataclass(frozen=True)
class Span:
    """Words of a post: `part` title or text, and their place in it."""

    part: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Goods:
    """What a sentence names: codes as written, kinds of goods, and the ids of the items that they stand for."""

    codes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """A number of goods: `unit` piece, set, pair ...; `rough` where the words say about or over."""

    number: float
    unit: str
    start: int
    end: int
    rough: bool = False


@dataclass(frozen=True)
class When:
    """A date in words: `day` and `until` ISO 8601 (a month is YYYY-MM), `due` where it is one to come.

    `year_from` is text, or post where the words have no year and the post's own date gives it.
    """

    day: str
    until: str
    due: bool
    year_from: str
    start: int
    end: int


@dataclass(frozen=True)
class Party:
    """Who: a name as written or UNNAMED, `kind` firm, person or unnamed, `country` alpha-3 where the words name one."""

    name: str
    kind: str
    country: str
    start: int
    end: int


@dataclass(frozen=True)
class Statement:
    """One thing a post says. `spans`: by what was read (event, sentence, party, goods, quantity, date, due, place), the
    words it was read from. `rule`: clear, inferred or carried (from another sentence); the confidence depends on it."""

    event: str
    rule: str
    party: str = ""
    party_kind: str = ""
    country: str = ""
    goods: Goods = Goods()
    quantity: float | None = None
    unit: str = ""
    rough: bool = False
    day: str = ""
    until: str = ""
    year_from: str = ""
    due: str = ""
    place: str = ""
    spans: dict[str, Span] = field(default_factory=dict)
    confidence: float = 0.0
