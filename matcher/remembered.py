"""Results that are kept: what functools.lru_cache is for functions, for a method of an object that is pickled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """The results of `make` by its argument; where there are `most` of them, all are forgotten. Pickled without them."""

    def __init__(self, make: Callable[[Key], Value], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: Key) -> Value:
        value = self._make(key)
        self.put(key, value)
        return value

    def put(self, key: Key, value: Value) -> None:
        """Remember what was made elsewhere."""
        if len(self) >= self._most:
            self.clear()
        self[key] = value

    def __reduce__(self) -> tuple[type[Remembered[Key, Value]], tuple[Callable[[Key], Value], int]]:
        return Remembered, (self._make, self._most)
