"""The closed sets of the tables: states of a pair, levels of a pair, words of a decision."""

from __future__ import annotations

from enum import StrEnum


class PairState(StrEnum):
    """The state of a pair, as the view `pair_states` computes it (rule in matcher/review/decisions.py)."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNSURE = "unsure"
    DISPUTED = "disputed"
    STALE = "stale"


class Level(StrEnum):
    """What a pair's customs text names: the model, the maker only, or nobody."""

    MODEL = "model"
    MAKER = "maker"
    DESCRIPTION = "description"


class Word(StrEnum):
    """A reviewer's word on a pair."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNSURE = "unsure"
