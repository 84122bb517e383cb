"""Regressions and a network of one hidden layer, fitted by gradient descent over batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from matcher.arrays import Float32s, Float64s

if TYPE_CHECKING:
    from torch import Tensor

BATCH = 256  # rows
SEED = 5
STEP = 0.02  # first, of a softmax regression
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


def fitted_softmax(
    rows: Float32s, labels: Sequence[int], epochs: int, ridge: float
) -> tuple[Float64s, Float64s]:
    """Weights and offsets of a softmax regression with a ridge."""
    import torch

    torch.manual_seed(SEED)
    inputs, wanted = torch.from_numpy(rows), torch.tensor(labels)
    layer = torch.nn.Linear(rows.shape[1], int(wanted.max()) + 1)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)

    def loss_of(batch: torch.Tensor) -> torch.Tensor:
        loss = torch.nn.functional.cross_entropy(layer(inputs[batch]), wanted[batch])
        return loss + ridge * layer.weight.square().sum()

    descend(layer.parameters(), loss_of, len(wanted), STEP, epochs)
    weights, offsets = (part.detach().numpy().astype(np.float64) for part in (layer.weight, layer.bias))
    return weights, offsets


# Of a network; chosen with sources left out in turn.
UNITS, DROPPED, NETWORK_BATCH, NETWORK_EPOCHS, DECAY, HIGHEST_STEP = 256, 0.5, 512, 8, 0.3, 4e-3


def fitted_network(
    rows: Float32s, labels: Sequence[int], counts: Sequence[float]
) -> tuple[Float64s, Float64s, Float64s, Float64s]:
    """Weights and offsets of a hidden layer of UNITS, and of the classes over it; `counts` is how much each row counts.

    AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101) with a step that rises and falls once (Smith and Topin 2018,
    arXiv:1708.07120); half of the units are left out of each step (Srivastava et al. 2014, JMLR 15).
    """
    import torch
    from torch.nn import functional

    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    inputs, wanted, counted = torch.from_numpy(rows), torch.tensor(labels), torch.tensor(counts)
    hidden = torch.nn.Linear(rows.shape[1], UNITS)
    out = torch.nn.Linear(UNITS, int(wanted.max()) + 1)
    steps = NETWORK_EPOCHS * -(-len(labels) // NETWORK_BATCH)
    optimiser = torch.optim.AdamW([*hidden.parameters(), *out.parameters()], weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, HIGHEST_STEP, total_steps=steps)
    for _ in range(NETWORK_EPOCHS):
        for batch in torch.randperm(len(labels)).split(NETWORK_BATCH):
            units = functional.dropout(torch.relu(hidden(inputs[batch])), DROPPED)
            losses = functional.cross_entropy(out(units), wanted[batch], reduction="none")
            optimiser.zero_grad()
            (losses * counted[batch]).mean().backward()
            optimiser.step()
            schedule.step()
    parts = (hidden.weight, hidden.bias, out.weight, out.bias)
    weights, offsets, classes, class_offsets = (part.detach().numpy().astype(np.float64) for part in parts)
    return weights, offsets, classes, class_offsets
