"""A Ray cluster to work on: this machine's own, started for a run, or another."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from crawler.case.errors import UsageProblem

QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DEDUP_LOGS": "0",
    "RAY_worker_niceness": "0",  # as the embedded processes
}
LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}  # how Ray is told not to look for another address


@contextmanager
def ray_cluster(address: str | None = None, workers: int | None = None) -> Iterator[tuple[Any, int]]:
    """The connected module `ray`, and how many workers there are: those asked for, or all processors of the cluster.

    `address`: host and port of a cluster's head. Without one Ray is started for the run on this machine, on loopback
    only. Raises UsageProblem where Ray is not installed, the cluster does not answer, or it has too few processors.
    """
    os.environ.update(QUIET)
    if address is None:
        os.environ.update(LOOPBACK)
    try:
        import ray
    except ImportError as error:
        raise UsageProblem("--engine ray: Ray is not installed; pip install 'box31[ray]'") from error
    folder = None
    options: dict[str, Any] = {"log_to_driver": False, "configure_logging": False}
    if address is None:
        folder = tempfile.mkdtemp(prefix="box31-ray-")
        options |= {"num_cpus": workers, "include_dashboard": False, "_temp_dir": folder}
    else:
        options |= {"address": address}
    try:
        try:
            ray.init(**options)
        except Exception as error:  # Ray raises nothing narrower where one of its processes does not start
            line = next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]
            raise UsageProblem(f"--engine ray: {address or 'this machine'}: {line}") from error
        resources: Any = ray.cluster_resources
        have = int(resources().get("CPU", 0))
        if (workers or 1) > have:
            raise UsageProblem(f"--workers {workers}: the cluster has {have} processors")
        yield ray, workers or have
    finally:
        ray.shutdown()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
