"""The engine on Daft (extra ``cluster``): this machine by its native runner, or a Ray cluster."""

from __future__ import annotations

import io
import logging
import os
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa

from usergap.errors import EnvironmentFailure
from usergap.profiles.batch import Plan
from usergap.profiles.engines.engine import Work, measuring
from usergap.profiles.engines.pool import cores
from usergap.profiles.engines.reaching import require_grpc
from usergap.version import __version__

WAVE = 4
"""Works a core that go out together."""

ATTEMPTS = 4
"""Times that a wave is sent again, where a machine was lost with it."""

QUIET = {"DAFT_ANALYTICS_ENABLED": "0", "RAY_USAGE_STATS_ENABLED": "0"}


@dataclass(frozen=True)
class DaftEngine:
    """Daft's native runner, or with ``address`` ("auto", "host:port") a Ray cluster.

    Every machine needs this version of usergap. Works go out in waves; a wave changes
    nothing, so one that is lost with its machine is sent again.
    """

    address: str | None = None

    def run(self, works: Iterable[Work], plan: Plan) -> Iterator[tuple[Work, pa.RecordBatch]]:
        """Each work with its rows, in order. Raises ``EnvironmentFailure`` without a cluster."""
        cores = self._start()
        works = iter(works)
        spec = pickle.dumps((__version__, plan))
        while wave := list(islice(works, cores * WAVE)):
            rows = self._wave(wave, spec, cores)
            yield from ((work, rows[work.number]) for work in wave)

    def _wave(self, wave: list[Work], spec: bytes, cores: int) -> dict[int, pa.RecordBatch]:
        for attempt in range(ATTEMPTS):
            try:
                return _measured(wave, spec, cores if self.address else None)
            except Exception as error:
                if self.address is None or attempt + 1 == ATTEMPTS or not _lost(error):
                    raise
        raise AssertionError

    def _start(self) -> int:
        os.environ.update(QUIET)
        try:
            import daft
        except ImportError:
            raise EnvironmentFailure(
                "--cluster needs Daft and Ray: pip install 'usergap[cluster]'"
            ) from None
        if self.address is None:
            daft.set_runner_native()
            return cores()
        import ray

        if not ray.is_initialized():
            require_grpc(self.address)
            try:
                ray.init(
                    address=self.address,
                    runtime_env={"env_vars": QUIET},
                    log_to_driver=False,
                    logging_level=logging.ERROR,
                )
            except (ConnectionError, RuntimeError, ValueError) as error:
                told = str(error).splitlines() or [type(error).__name__]
                raise EnvironmentFailure(f"--cluster {self.address}: {told[0]}") from None
        daft.set_runner_ray(noop_if_initialized=True)
        cluster: Any = ray
        return max(1, int(cluster.cluster_resources().get("CPU", 1)))


def _measured(wave: list[Work], spec: bytes, parts: int | None) -> dict[int, pa.RecordBatch]:
    import daft
    from daft import DataType, Series

    @daft.udf(return_dtype=DataType.binary(), batch_size=1)
    def rows_of(payload: Series) -> list[bytes]:
        return [_rows(each, spec) for each in payload.to_pylist()]

    frame: Any = daft.from_pydict(
        {
            "number": [work.number for work in wave],
            "payload": [pickle.dumps(work.dialogues) for work in wave],
        }
    )
    if parts is not None:  # the native runner shares rows out by itself
        frame = frame.into_partitions(min(parts, len(wave)))
    found = frame.select("number", rows_of(daft.col("payload")).alias("rows")).to_pydict()
    pairs = zip(found["number"], found["rows"], strict=True)
    return {
        number: pa.ipc.open_stream(io.BytesIO(rows)).read_next_batch() for number, rows in pairs
    }


_measuring: dict[bytes, Any] = {}


def _rows(payload: bytes, spec: bytes) -> bytes:
    """On a worker: the rows of one work as an Arrow stream."""
    if spec not in _measuring:
        version, plan = pickle.loads(spec)  # noqa: S301 - sent by the driver of this run
        if version != __version__:
            raise EnvironmentFailure(f"the driver has usergap {version}, a worker {__version__}")
        _measuring.clear()
        _measuring[spec] = measuring(plan)
    batch = _measuring[spec](pickle.loads(payload))  # noqa: S301 - as above
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def _lost(error: Exception) -> bool:
    import ray

    text = f"{type(error).__name__} {error}"
    signs = ("died", "Died", "lost", "Lost", "unavailable", "Unavailable", "killed")
    return isinstance(error, ray.exceptions.RayError) or any(sign in text for sign in signs)
