"""A Ray cluster to work on: this machine's own, started for a run, or another."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from crawler.case.errors import Box31Error, UsageProblem

QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DEDUP_LOGS": "0",
    "RAY_worker_niceness": "0",  # as the embedded processes
}
OWN = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # how Ray is told not to look for another address
    "RAY_AUTH_MODE": "token",
    # else one that lies in the user's folder, for all who can read it
    "RAY_AUTH_TOKEN": secrets.token_hex(32),
}


@contextmanager
def ray_cluster(address: str | None = None, workers: int | None = None) -> Iterator[tuple[Any, int]]:
    """The connected module `ray`, and how many workers there are: those asked for, or all processors of the cluster.

    `address`: host and port of a cluster's head. Without one Ray is started for the run on this machine, on loopback
    only. Raises UsageProblem where Ray is not installed, the cluster does not answer, or it has too few processors.
    """
    os.environ.update(QUIET)
    if address is None:
        os.environ.update(OWN)
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
    where = address or "this machine"
    try:
        # Ray prints what it thinks of lost workers to standard output.
        with open(os.devnull, "w") as nothing, redirect_stdout(nothing):
            try:
                ray.init(**options)
            # Ray raises nothing narrower where one of its processes does not start.
            except Exception as error:
                raise UsageProblem(f"--engine ray: {where}: {lost(error)}") from error
            resources: Any = ray.cluster_resources
            have = int(resources().get("CPU", 0))
            if (workers or 1) > have:
                raise UsageProblem(f"--workers {workers}: the cluster has {have} processors")
            try:
                yield ray, workers or have
            except Box31Error:  # also one that a worker raised
                raise
            except ray.exceptions.RayError as error:
                raise Box31Error(
                    f"--engine ray: {where}: {lost(error)}; what was finished is kept"
                ) from error
    finally:
        ray.shutdown()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def lost(error: Exception) -> str:
    """What Ray says of a task that ended by an error, in a line: of its traceback the last."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1 if "Traceback" in str(error) or lines[0].startswith("\x1b[36mray::") else 0][:200]
