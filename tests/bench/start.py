"""How long a start takes and what it weighs: `make bench` prints JSON, medians of 5."""

from __future__ import annotations

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROUNDS = 5
SHM = Path(sys.executable).with_name("shm")
EXAMPLE = Path("clinic.example.toml").resolve()
PAUSE = 0.02
PATIENCE = 30.0


def surroundings() -> dict[str, str]:
    """This environment, in which Python keeps what it has compiled, as it does for a service."""
    asked = {"PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in asked}


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def seconds_until(port: int, path: str, began: float, patience: float = PATIENCE) -> float:
    """How long after `began` this path answers 200."""
    while time.perf_counter() - began < patience:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return time.perf_counter() - began
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(PAUSE)
    raise TimeoutError(path)


def resident_mib(pid: int) -> float:
    """Memory that the process holds (VmRSS), in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError(pid)


def one_start(folder: Path) -> dict[str, float]:
    """Start the local clinic once, in a folder where it has been before."""
    port = free_port()
    environment = {
        **surroundings(),
        "SHM_BIND": f"127.0.0.1:{port}",
        "SHM_CLINIC_FILE": str(EXAMPLE),
    }
    began = time.perf_counter()
    command = [str(SHM), "local"]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL
    ) as process:
        try:
            up = seconds_until(port, "/healthz", began)
            ready = seconds_until(port, "/readyz", began)
            return {"healthz_s": up, "ready_s": ready, "memory_mib": resident_mib(process.pid)}
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def one_help() -> float:
    """How long `shm --help` takes."""
    began = time.perf_counter()
    command = [str(SHM), "--help"]
    subprocess.run(command, check=True, env=surroundings(), stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    """Measure, and print medians beside every single figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_start(folder)  # makes database and key, which a second start finds
        starts = [one_start(folder) for _ in range(ROUNDS)]
    helps = [one_help() for _ in range(ROUNDS)]
    figures = {key: [start[key] for start in starts] for key in starts[0]} | {"help_s": helps}
    report = {
        key: {
            "median": round(statistics.median(values), 3),
            "all": [round(value, 3) for value in values],
        }
        for key, values in figures.items()
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
