"""Cubes of JSON-stat, PxWeb and SDMX-JSON as tables of statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matcher.customs.trade.formats.cubes.plan import Plan, plan_of
from matcher.customs.trade.formats.cubes.reader import CubeReader
from matcher.customs.trade.formats.cubes.words import NotUnderstood
from matcher.customs.trade.formats.tables.layout import Layout
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.sheets.tables.about import About


@dataclass(frozen=True)
class CubeLayout(Layout):
    """A cube, and the flat table that it is read as; `problem` says what of it is not understood where there is no plan."""

    about: About = field(default_factory=About)
    plan: Plan | None = None
    problem: str = ""

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> CubeReader:
        """A reader of the rows. Raises Refused where the cube does not say what its figures are."""
        if self.plan is None:
            raise Refused(f"{name}: {self.problem}; nothing is imported")
        return CubeReader(self.about, self.plan, name, stated)


def recognise(about: About, header: Sequence[str]) -> CubeLayout:
    """The layout of a cube; where it is none of trade by codes of goods, that is said when it is opened."""
    columns = tuple(header)
    try:
        plan = plan_of(about)
    except NotUnderstood as problem:
        return CubeLayout("JSON cube", columns, 0, {}, about, None, str(problem))
    mapping: dict[str, tuple[int, ...]] = {c.field or c.header: (c.at,) for c in plan.columns}
    mapping["value"] = tuple(range(len(about.dimensions), len(about.dimensions) + len(about.figures)))
    return CubeLayout("JSON cube", columns, 0, mapping, about, plan)
