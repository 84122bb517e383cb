"""Of two descriptions of the goods, which is the original and which its translation into English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcher.customs.layout.columns import Columns
from matcher.customs.layout.field_evidence import evidence
from matcher.customs.layout.header_concepts import STRONG

# Evidence of values: names of brands and countries have less, short names of goods in their own script too.
LEAST_TRANSLATION, LEAST_ORIGINAL = 0.0, -0.7
FOREIGN = 0.5  # share of cells in another script than Latin, from which a text is no translation into English

_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\u9fff\uac00-\ud7a3ăâđêôơưĂÂĐÊÔƠƯạ-ỹẠ-Ỹ]")


def original_and_translation(
    columns: Columns, mapping: dict[str, tuple[int, ...]], confidence: dict[str, float]
) -> None:
    """Of two descriptions the one in another script than English is the original, whatever their headers say."""
    chosen = mapping.get("description")
    if not chosen or len(chosen) > 1:
        return
    used = {i for name, places in mapping.items() if name != "translation" for i in places}
    rivals = [
        i
        for i, reading in enumerate(columns.readings)
        if i not in used
        and "description" in reading.evidence
        and columns.profiles[i].seen
        and evidence("description", columns.profiles[i]) > LEAST_ORIGINAL
    ]
    mine = _foreign_share(columns.samples[chosen[0]])
    for rival in rivals:
        named = columns.believed[rival].strength.get("description", 0.0) >= STRONG
        if named and _foreign_share(columns.samples[rival]) > FOREIGN and mine < 0.2:
            mapping["description"], mapping["translation"] = (rival,), chosen
            confidence["translation"] = confidence["description"]
            return
    for rival in rivals:
        if evidence("description", columns.profiles[rival]) <= LEAST_TRANSLATION:
            continue
        if columns.readings[rival].translated or (
            mine > FOREIGN and _foreign_share(columns.samples[rival]) < 0.1
        ):
            mapping["translation"] = (rival,)
            confidence["translation"] = 0.95
            return


def _foreign_share(sample: Sequence[str]) -> float:
    """Share of cells that are not plain Latin text: a translation into English has none."""
    return sum(bool(_OTHER_SCRIPT.search(cell)) for cell in sample) / len(sample) if sample else 0.0
