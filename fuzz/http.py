"""Requests of every kind against the real service, made from its own OpenAPI description (schemathesis).

    python -m fuzz.http [--cases 5000] [--seed 1]

Starts the service over a copy of the bundled samples, and checks each response: no status 5xx, and what the description
promises of status, media type, headers and content.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import corpus

SAMPLES = Path(corpus.__file__).parent / "data" / "samples"
_ADDRESS = re.compile(rb"http://127\.0\.0\.1:(\d+)")
_SETTINGS = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 414, 415, 421, 422, 428, 429, 431]
"""
#: Checks that cannot hold here. A topic or a name that fits the schema need not exist: it is refused with 422. What
#: needs a key is tested in tests/api/test_security_*.py.
_LEFT_OUT = "positive_data_acceptance,ignored_auth"


@contextmanager
def served(folder: Path, log: Path) -> Iterator[str]:
    """The address of a service over the bundled samples, in a folder that may be written to."""
    command = [sys.executable, "-m", "api", "--data", str(folder)]
    subprocess.run([*command, "ingest", str(SAMPLES)], check=True, capture_output=True)
    with log.open("wb") as out, subprocess.Popen([*command, "serve", "--port", "0"], stdout=out, stderr=out) as server:
        try:
            yield _address(log, server)
        finally:
            server.terminate()


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        found = _ADDRESS.search(log.read_bytes())
        if found is not None:
            address = found[0].decode()
            urlopen(f"{address}/healthz", timeout=30).close()  # noqa: S310 - an address of ours
            return address
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"the service does not start:\n{log.read_text(encoding='utf-8')}")


def run(address: str, examples: int, seed: int, work: Path) -> tuple[int, str]:
    """The exit status and what schemathesis printed.

    :param examples: the most generated requests for each operation, beside those that its schema prescribes.
    """
    (work / "schemathesis.toml").write_text(_SETTINGS, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{address}/openapi.json"]
    command += ["--checks", "all", "--exclude-checks", _LEFT_OUT, "--phases", "examples,coverage,fuzzing"]
    command += ["--max-examples", str(examples), "--seed", str(seed), "--continue-on-failure", "--no-color"]
    command += ["--suppress-health-check", "all", "--request-timeout", "60"]
    hooks = {**os.environ, "SCHEMATHESIS_HOOKS": "fuzz.http_hooks", "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, cwd=work, env=hooks, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def cases_of(told: str) -> int:
    """How many requests were made."""
    found = re.search(r"(\d[\d,]*) generated", told)
    return int(found[1].replace(",", "")) if found else 0


def main() -> None:
    """Runs until enough requests were made; status 1 after a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    made = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        with served(work / "data", work / "log") as address:
            for round_ in range(20):
                status, told = run(address, 60, arguments.seed + round_, work)
                made += cases_of(told)
                if status or made >= arguments.cases or not cases_of(told):
                    break
        print(told)
        print(f"{made} requests in all")
        traces = [line for line in (work / "log").read_text(encoding="utf-8").splitlines() if "Traceback" in line]
        if traces:
            print((work / "log").read_text(encoding="utf-8")[-20_000:])
    sys.exit(1 if status or traces or made < arguments.cases else 0)


if __name__ == "__main__":
    main()
