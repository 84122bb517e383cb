"""The date of the declaration, of several columns of dates: as the learnt model of dates and the rules say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matcher.customs.layout.assignment import Assignment, Columns
from matcher.customs.layout.column_values import Profile
from matcher.customs.layout.learnt.date_model import shipped_dates
from matcher.customs.layout.questions import LIKELY, SURE

AT_MOST = 0.99  # confidence of what is learnt
OTHERWISE = 0.7  # how likely another column must be to doubt the one of which the rules are sure
MOSTLY_DATES = 0.6  # share of a column's cells


def columns_of_dates(profiles: Sequence[Profile]) -> list[int]:
    """The places of columns that hold days."""
    return [place for place, seen in enumerate(profiles) if seen.date >= MOSTLY_DATES]


def with_date_chosen(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with the date of the declaration, of several columns of dates, where one is sure enough; else with the
    likeliest as a doubt, unless the rules are sure of a column and the model is not of another."""
    places = columns_of_dates(columns.profiles)
    shares = shipped_dates().of_declaration([columns.read_as[place] for place in places])
    likeliest, sure = places[int(shares.argmax())], round(min(float(shares.max()), AT_MOST), 3)
    mapping, confidence = dict(assignment.mapping), dict(assignment.confidence)
    likely = {"date": tuple(places[n] for n in np.argsort(-shares, kind="stable"))}
    read = mapping.get("date", (likeliest,))
    if read != (likeliest,) and confidence["date"] >= SURE:
        if sure < OTHERWISE:
            return replace(assignment, likely=likely)
        if any("date" in columns.readings[place].sure for place in read):  # a known spelling
            return Assignment(mapping, confidence | {"date": LIKELY}, likely)
    if read == (likeliest,):
        sure = max(sure, confidence.get("date", 0.0))
    for name in [name for name, taken in mapping.items() if likeliest in taken]:
        del mapping[name], confidence[name]
    return Assignment(mapping | {"date": (likeliest,)}, confidence | {"date": sure}, likely)
