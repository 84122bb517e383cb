"""Tables with words beside them that say what they are: those of a JSON document, of another sheet. They are read as titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.rewritten.reader import Rows
from matcher.customs.trade.formats.tables.layout import Layout, Reader
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.trade.formats.texts.said_beside import Said
from matcher.customs.trade.formats.texts.unsaid import refuse_unsure


@dataclass(frozen=True)
class TitledLayout(Layout):
    """The layout of a table whose titles, and maybe header, `above`, are not among the rows."""

    inner: Layout
    said: Said
    above: Rows

    def open(self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None) -> Reader:
        """A reader of the rows. Raises Refused where neither rows nor titles say what its figures are."""
        refuse_unsure(name, self.said.unsure, stated)
        if self.said.country and not {"partner", "partner_iso", "partner_code"} & self.mapping.keys():
            raise Refused(
                f"{name}: whether {self.said.country!r}, which it names, reports or is the partner is not said; nothing is imported"
            )
        return self.inner.open([*self.above, *head], name, stated, delimiter)


def titled(inner: Layout, said: Said, above: Rows) -> TitledLayout:
    """The layout of rows by that of the same rows below those of `above`, which say what `said` says."""
    return TitledLayout(
        inner.name, inner.columns, inner.header_row - len(above), inner.mapping, inner, said, above
    )
