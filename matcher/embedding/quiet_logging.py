"""Keep the model libraries' progress bars and warnings off stderr."""

from __future__ import annotations

from collections.abc import Callable


def quiet() -> None:
    """Keep the libraries' progress bars and notes off stderr, which is for people."""
    import logging

    from transformers.utils import logging as notes

    switch_off: Callable[[], None] = notes.disable_progress_bar
    switch_off()
    for name in ("sentence_transformers", "transformers", "huggingface_hub"):
        logging.getLogger(name).setLevel(logging.ERROR)
