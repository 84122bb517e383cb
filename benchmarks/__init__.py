"""Measurements; results belong in docs/benchmarks.md. A package, since some releases of pyarrow install one of this name."""
