"""Records of a JSON document that says beside them what they are: its words are titles of their table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from matcher.customs.trade.formats.tables.layout import Layout, Reader
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.trade.formats.texts.said_beside import Said
from matcher.customs.trade.formats.texts.unsaid import refuse_unsure


@dataclass(frozen=True)
class TitledLayout(Layout):
    """The layout of records whose header and titles are not among the rows."""

    inner: Layout = field(default_factory=lambda: Layout("", (), 0, {}))
    said: Said = field(default_factory=Said)

    def open(self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None) -> Reader:
        """A reader of the rows. Raises Refused where neither rows nor titles say what its figures are."""
        refuse_unsure(name, self.said.unsure, stated)
        if self.said.country and not {"partner", "partner_iso", "partner_code"} & self.mapping.keys():
            raise Refused(
                f"{name}: whether {self.said.country!r}, which it names, reports or is the partner is not said; nothing is imported"
            )
        return self.inner.open([*self.said.rows(), self.columns, *head], name, stated, delimiter)


def titled(inner: Layout, said: Said) -> TitledLayout:
    """A layout that was recognised below titles, for rows that are not."""
    return TitledLayout(inner.name, inner.columns, 0, inner.mapping, inner, said)
