"""One process that measures on Daft alone and on a Ray cluster that loses a machine; says what.

Run by test_daft_engine.py: a process can set Daft's runner only once, and Ray leaves threads.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from usergap.profiles import default_plan
from usergap.profiles.engines.daft_engine import DaftEngine
from usergap.profiles.streaming import measure_to


def native(source: str, output: str) -> dict[str, Any]:
    """The fingerprint by Daft's native runner."""
    return {"fingerprint": measure_to(output, source, default_plan(), DaftEngine()).fingerprint}


@dataclass(frozen=True)
class Losing(DaftEngine):
    """Kills a machine while its second wave is being measured."""

    kill: Any = None
    seen: dict[str, Any] = field(default_factory=lambda: {"waves": 0})

    def _wave(self, wave: Any, *rest: Any) -> Any:
        self.seen["waves"] += 1
        if self.seen["waves"] != 2:
            return super()._wave(wave, *rest)
        self.seen["busy"] = True
        threading.Timer(0.2, self._strike).start()
        rows = super()._wave(wave, *rest)
        self.seen["busy"] = False
        return rows

    def _strike(self) -> None:
        self.seen["in_mid_wave"] = self.seen["busy"]
        self.kill()


def losing(source: str, output: str) -> dict[str, Any]:
    """The fingerprint by two machines of which one is killed, and whether it was at work."""
    import ray
    from ray.cluster_utils import Cluster

    small = {"object_store_memory": 100 << 20}
    head = {"num_cpus": 0, "include_dashboard": False, **small}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    try:
        machines = [cluster.add_node(num_cpus=1, **small) for _ in range(2)]
        engine = Losing(
            cluster.address,
            kill=lambda: cluster.remove_node(machines[0], allow_graceful=False),
        )
        done = measure_to(output, source, default_plan(), engine)
        left = _alive(ray)
        return {"fingerprint": done.fingerprint, "left": left, **engine.seen}
    finally:
        ray.shutdown()
        cluster.shutdown()


def _alive(ray: Any) -> int:
    """Machines with cores that the cluster still knows, once it noticed the loss."""

    def counts() -> Iterator[int]:
        for _ in range(240):  # a busy machine notices a silent death after half a minute
            nodes = [each for each in ray.nodes() if each["Alive"]]
            yield sum(bool(each["Resources"].get("CPU")) for each in nodes)
            time.sleep(0.25)

    return next((count for count in counts() if count < 2), 2)


if __name__ == "__main__":
    run = {"native": native, "losing": losing}[sys.argv[1]]
    sys.stdout.write("FOUND " + json.dumps(run(*sys.argv[2:])) + "\n")
