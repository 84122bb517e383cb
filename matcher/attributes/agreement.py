"""What a page says to the statements of a line: agrees, contradicts, or is silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.attributes.extract import Attribute
from matcher.attributes.quantity_tolerance import same_quantity
from matcher.attributes.taxonomy import Group, Taxonomy, shipped

SOFT_CLASSES = frozenset({"wearer_size", "pieces"})


@dataclass(frozen=True)
class Comparison:
    """How a line's statements fare on a page: pairs (line's attribute, page's attribute) that agree or contradict.

    `silent` are the line's statements on which the page says nothing. Soft ones (colour, wearer's size, pieces) are
    in lists of their own: many different articles are black.
    """

    agree: tuple[tuple[Attribute, Attribute], ...] = ()
    agree_soft: tuple[tuple[Attribute, Attribute], ...] = ()
    contradict: tuple[tuple[Attribute, Attribute | None], ...] = ()
    contradict_soft: tuple[tuple[Attribute, Attribute | None], ...] = ()
    doubtful: tuple[tuple[Attribute, Attribute], ...] = ()
    silent: tuple[Attribute, ...] = ()

    @property
    def against(self) -> int:
        """How many statements contradict."""
        return len(self.contradict) + len(self.contradict_soft)


class Statements:
    """The statements of one text as they are compared: the more exact ones, and the same by group."""

    def __init__(self, stated: Sequence[Attribute], taxonomy: Taxonomy) -> None:
        self.specific = _specific(stated, taxonomy)
        self.by_group: dict[str, list[Attribute]] = {}
        for attribute in self.specific:
            self.by_group.setdefault(attribute.group, []).append(attribute)


def compare(
    line: Sequence[Attribute], page: Sequence[Attribute], taxonomy: Taxonomy | None = None
) -> Comparison:
    """What `page` says to each statement of `line`; the page may give several values, of which one must fit."""
    taxonomy = taxonomy or shipped()
    return compare_statements(Statements(line, taxonomy), Statements(page, taxonomy), taxonomy)


def compare_statements(line: Statements, page: Statements, taxonomy: Taxonomy) -> Comparison:
    """`compare`, of texts that are compared with many others."""
    agree: dict[str, tuple[Attribute, Attribute]] = {}
    agree_soft: dict[str, tuple[Attribute, Attribute]] = {}
    contradict: dict[str, tuple[Attribute, Attribute | None]] = {}
    contradict_soft: dict[str, tuple[Attribute, Attribute | None]] = {}
    doubtful: dict[str, tuple[Attribute, Attribute]] = {}
    silent: list[Attribute] = []
    for stated in line.specific:
        there = page.by_group.get(stated.group, [])
        there = [other for other in there if other.kind == stated.kind]
        if stated.kind == "measure":
            verdict, other = _measure(stated, there)
        elif stated.kind == "class":
            verdict, other = _class(stated, there)
        else:
            verdict, other = _value(stated, there, taxonomy.groups[stated.group])
        hard = stated.group not in SOFT_CLASSES and (
            stated.kind != "word" or taxonomy.groups[stated.group].hard
        )
        key = _key(stated)
        if verdict == "agree" and other is not None:
            (agree if hard else agree_soft).setdefault(key, (stated, other))
        elif verdict == "contradict":
            (contradict if hard else contradict_soft).setdefault(key, (stated, other))
        elif verdict == "doubtful" and other is not None:
            doubtful.setdefault(key, (stated, other))
        elif verdict == "silent":
            silent.append(stated)
    for soft in (False, True):
        good, bad = (agree_soft, contradict_soft) if soft else (agree, contradict)
        for key in [key for key in good if key in bad]:
            # a line that lists several colours or materials, of which the page has one
            group = taxonomy.groups.get(key.split(":")[0])
            if soft or group is None or not group.hard:
                del bad[key]
            else:
                del good[key]
    return Comparison(
        tuple(agree.values()), tuple(agree_soft.values()), tuple(contradict.values()), tuple(contradict_soft.values()),
        tuple(doubtful.values()), tuple(silent),
    )  # fmt: skip


def _specific(stated: Sequence[Attribute], taxonomy: Taxonomy) -> list[Attribute]:
    """Statements without those that another one of the same text says more exactly: ceramic beside alumina."""
    exact: dict[str, set[str]] = {}
    for a in stated:
        if a.kind == "word" and not a.denied:
            exact.setdefault(a.group, set()).add(a.value)
    wider = {
        (group, value)
        for group, values in exact.items()
        if len(values) > 1
        for value in values
        if any(value in taxonomy.groups[group].wider[other] for other in values - {value})
    }
    return [a for a in stated if a.denied or (a.group, a.value) not in wider]


def _key(stated: Attribute) -> str:
    """What counts as one statement: "600D polyester" is one, so is a size given twice."""
    if stated.group == "denier":
        return "shell:"
    return f"{stated.group}:{stated.quantity.label if stated.quantity else ''}"


Verdict = tuple[str, Attribute | None]
SINGLE = frozenset(
    {"mass", "area", "volume", "gsm", "charge", "energy", "power", "apparent_power", "motor_kv", "resolution", "micro", "wavelength", "time",
     "framerate", "cells", "force", "netd", "light", "memory"}
)  # fmt: skip


def _measure(stated: Attribute, there: list[Attribute]) -> Verdict:
    """Values of one dimension: those with the same label first, then those without one, then any.

    A range is compared with ranges where the page has one: an input of 18-36 V is not the output of 24 V.
    """
    mine = stated.quantity
    assert mine is not None
    others = [(a, a.quantity) for a in there if a.quantity is not None]
    comparable_ranges = [
        (a, q) for a, q in others if mine.ranged and q.ranged and _labels_meet(mine.label, q.label)
    ]
    fits = [
        a
        for a, q in comparable_ranges or others
        if same_quantity(mine, q) and _labels_meet(mine.label, q.label)
    ]
    if fits:
        return "agree", fits[0]
    same_label = [a for a, q in others if q.label == mine.label and len(q.values) == len(mine.values)]
    comparable = [
        a for a, q in others if _labels_meet(mine.label, q.label) and len(q.values) == len(mine.values)
    ]
    if mine.label and same_label:
        return "contradict", same_label[0]
    if mine.dimension in SINGLE and comparable:
        return "contradict", comparable[0]
    if mine.dimension == "size" and len(comparable) == 1:
        return "contradict", comparable[0]
    if comparable:
        return "doubtful", comparable[0]
    return "silent", None


_SAME_LABELS = {"peak": "", "output": "", "weight": "", "area": "", "wave": "", "endurance": "", "purity": ""}


def _labels_meet(left: str, right: str) -> bool:
    left, right = _SAME_LABELS.get(left, left), _SAME_LABELS.get(right, right)
    if left == right:
        return True
    return (not left or not right) and not {"takeoff", "payload", "pocket", "screen"} & {left, right}


def _class(stated: Attribute, there: list[Attribute]) -> Verdict:
    if not there:
        return "silent", None
    for other in there:
        if other.value == stated.value:
            return "agree", other
    return "contradict", there[0]


def _value(stated: Attribute, there: list[Attribute], group: Group) -> Verdict:
    named = [a for a in there if not a.denied]
    denied = [a for a in there if a.denied]
    if group.is_part:
        wanted = "no" if stated.denied else stated.value
        if wanted == "no":
            if any(a.value == "yes" for a in named):
                return "contradict", named[0]
            if any(a.value == "no" for a in named) or denied:
                return "agree", (denied or named)[0]
            return "silent", None
        if any(a.value == "yes" for a in named):
            return "agree", named[0]
        if denied or any(a.value == "no" for a in named):
            return "contradict", (denied or named)[0]
        return ("contradict", None) if group.silent_is_no else ("silent", None)
    if stated.denied:
        return (
            ("silent", None) if not any(a.value == stated.value for a in named) else ("contradict", named[0])
        )
    mine = group.wider[stated.value]
    for other in named:
        if stated.value in group.wider[other.value] or (other.value in mine and not group.strict):
            return "agree", other
    if not named:
        return "silent", None
    return "contradict", named[0]


KindVerdict = tuple[float, str, str]


def compare_kinds(line: Iterable[str], page: Iterable[str], taxonomy: Taxonomy | None = None) -> KindVerdict:
    """How the kinds of a line and a page go together: (verdict, line's kind, page's kind).

    1 the same kind; 0.75 one is the wider of the other; 0.4 kinds that are mixed up; -1 different kinds; 0 where
    one of them names no kind.
    """
    taxonomy = taxonomy or shipped()
    best: KindVerdict | None = None
    for mine in line:
        for theirs in page:
            a, b = taxonomy.kinds[mine], taxonomy.kinds[theirs]
            if mine == theirs:
                value = 1.0
            elif mine in b.wider or theirs in a.wider:
                value = 0.75
            elif theirs in a.near or mine in b.near:
                value = 0.4
            else:
                value = -1.0
            if best is None or value > best[0]:
                best = (value, mine, theirs)
    return best or (0.0, "", "")
