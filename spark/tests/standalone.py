"""A standalone Spark cluster on loopback: a master and workers as processes of their own, ended with the context."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

import pyspark

#: A master or worker that has not come up by then will not.
_PATIENCE = 60.0


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Standalone:
    """A master and workers of one core each.

    Each worker is the leader of a process group with its executor and their Python workers, so that all of a machine
    can be killed at once.
    """

    def __init__(self, workers: int = 2, memory: str = "1g") -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="standalone-")
        self._port = free_port()
        self.url = f"spark://127.0.0.1:{self._port}"
        self._logs = Path(self._folder.name)
        master = ["master.Master", "--host", "127.0.0.1", "--port", str(self._port), "--webui-port", "0"]
        self._processes = [self._start(master, "master")]
        self._wait_for_port()
        for number in range(workers):
            folder = self._logs / f"work-{number}"
            worker = ["worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", memory, "--webui-port", "0"]
            self._processes.append(self._start([*worker, "--work-dir", str(folder), self.url], f"worker-{number}"))

    def _start(self, arguments: list[str], name: str) -> subprocess.Popen[bytes]:
        command = Path(pyspark.__file__).parent / "bin" / "spark-class"
        environment = {
            **os.environ,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_DAEMON_MEMORY": "256m",
        }
        with (self._logs / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [command, f"org.apache.spark.deploy.{arguments[0]}", *arguments[1:]],
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )

    def _wait_for_port(self) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.2)
        raise TimeoutError((self._logs / "master.log").read_text())

    def kill_worker(self, number: int) -> None:
        """Kills a worker, its executors and their Python workers: a machine that is gone."""
        _kill(self._processes[1 + number])

    def __enter__(self) -> Standalone:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in reversed(self._processes):
            _kill(process)
        self._folder.cleanup()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
