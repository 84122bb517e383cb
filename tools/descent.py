"""Gradient descent over batches, as the tools that fit regressions share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

BATCH = 256  # rows
LAST_STEP = 0.02  # of the first: steps fall evenly


def descend(
    parameters: Iterable[Tensor], loss_of: Callable[[Tensor], Tensor], rows: int, step: float, epochs: int
) -> None:
    """Change the parameters so that the loss falls, by Adam; `loss_of` gives it for the numbers of a batch of `rows`. The
    caller seeds torch."""
    import torch

    torch.set_num_threads(1)
    optimiser = torch.optim.Adam(parameters, lr=step)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, LAST_STEP, epochs)
    for _ in range(epochs):
        for batch in torch.randperm(rows).split(BATCH):
            optimiser.zero_grad()
            loss_of(batch).backward()
            optimiser.step()
        schedule.step()
