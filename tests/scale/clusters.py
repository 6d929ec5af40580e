"""Clusters on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ray.cluster_utils import Cluster


class Raylets:
    """A Ray cluster of two raylets with a CPU each."""

    def __init__(self) -> None:
        options = {"num_cpus": 1, "include_dashboard": False}
        self._cluster: Any = Cluster(initialize_head=True, head_node_args=options)
        self._second = self._cluster.add_node(num_cpus=1)

    @property
    def address(self) -> str:
        """The address for ``--engine-address``."""
        return str(self._cluster.address)

    def kill_second(self) -> None:
        """Kill the second raylet, as a machine that loses its power."""
        [raylet] = self._second.all_processes["raylet"]
        raylet.process.kill()
        raylet.process.wait()

    def shutdown(self) -> None:
        """End all processes."""
        self._cluster.shutdown()


@contextmanager
def raylets() -> Iterator[Raylets]:
    """Two raylets, for the time of the block."""
    cluster = Raylets()
    try:
        yield cluster
    finally:
        cluster.shutdown()
