"""What a case keeps of its calibration is read with suspicion: the folder may come from anybody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crawler.case.errors import Box31Error


@contextmanager
def parse(what: str) -> Iterator[None]:
    """Raise Box31Error, one line that says what to do, where `what` of the case turns out to be something else."""
    try:
        yield
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError) as error:
        raise Box31Error(
            f"the case's {what} cannot be read ({error}); run `box31 calibrate` again"
        ) from error
