"""The tasks of benchmarks/tasks.py, and the hand that does them."""
