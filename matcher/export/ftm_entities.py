"""FollowTheMoney entities as its library makes them; a value that it drops is kept in words.

FollowTheMoney drops a value it takes for invalid silently; here each is counted, listed, and kept in the entity's own
words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypedDict, cast

# Where a value that was dropped is kept in words, by schema.
_WORDS = {"EconomicActivity": "description", "Similar": "criteria"}


class FtmEntity(TypedDict):
    """An entity as it is written: every property is a list of texts."""

    id: str
    schema: str
    properties: dict[str, list[str]]


@dataclass(frozen=True)
class Dropped:
    """A value that FollowTheMoney does not take for this property."""

    entity: str
    schema: str
    property: str
    value: str


@dataclass
class EntityMaker:
    """Makes entities; `dropped` is complete once all have been made."""

    dropped: list[Dropped] = field(default_factory=list)
    _made: set[str] = field(default_factory=set)

    def is_new(self, entity_id: str) -> bool:
        """True the first time that an entity is asked for."""
        if entity_id in self._made:
            return False
        self._made.add(entity_id)
        return True

    def make(self, schema: str, entity_id: str, **properties: Any) -> FtmEntity:
        """One entity; values that its schema does not take are listed and kept in words."""
        from followthemoney import model

        entity = model.make_entity(schema)
        entity.id = entity_id
        words = []
        for name, given in properties.items():
            for value in given if isinstance(given, list) else [given]:
                if value is None or value == "":
                    continue
                before = len(entity.get(name))
                entity.add(name, value)
                kind = entity.schema.get(name)
                taken = kind.type.clean(value, proxy=entity) if kind else None
                if len(entity.get(name)) == before and (taken is None or taken not in entity.get(name)):
                    self.dropped.append(Dropped(entity_id, schema, name, str(value)))
                    words.append(f"{name} as stated: {value}")
        for word in words:
            entity.add(_WORDS.get(schema, "notes"), word)
        return cast(FtmEntity, entity.to_dict())
