"""Groups of names that are linked with each other, directly or through others."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def connected(nodes: Iterable[Node], links: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """The connected components of a graph, each in the order of `nodes`; nodes named by `links` only come last."""
    above: dict[Node, Node] = {node: node for node in nodes}

    def root(node: Node) -> Node:
        above.setdefault(node, node)
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for left, right in links:
        above[root(right)] = root(left)
    groups: dict[Node, list[Node]] = {}
    for node in list(above):
        groups.setdefault(root(node), []).append(node)
    return list(groups.values())
