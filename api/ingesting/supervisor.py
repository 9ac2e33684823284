"""Sees to it that somebody works on the jobs: in each worker of the service a thread that looks, and starts a process.

The process holds the lock of the jobs, so there is one a data folder. When it or the worker ends, killed or not, the
system frees the lock, and the next worker that looks starts another one.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import api
from api.settings import DATABASE_VARIABLE
from corpus.jobs.ledger import Ledger
from corpus.jobs.lock import try_lock
from corpus.store.addresses import Place
from search.encoder_settings import EncoderChoice, settings_of

_LOG = logging.getLogger("quotegraph.jobs")
_LOOK = 0.3  # seconds between two looks
_AGAIN = 5.0  # seconds before another try where a process has ended in failure
_GRACE = 25.0  # seconds for the process to end in order


class Supervisor:
    """Looks after the jobs of one data folder.

    :param encoder: what the process embeds statements with; that of the index when left out.
    :param most: characters that an article may have.
    """

    def __init__(self, data: Path | Place, encoder: EncoderChoice, most: int) -> None:
        self._place, self._encoder, self._most = Place.of(data), encoder, most
        self._folder = self._place.folder
        self._ledger = Ledger(self._folder)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look_on, name="jobs", daemon=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0

    def start(self) -> None:
        """Begins to look."""
        self._thread.start()

    def close(self) -> None:
        """Ends the process after the article it is working on; what is left of its job goes on elsewhere, or later."""
        self._stop.set()
        self._thread.join()
        process = self._process
        if process is None:
            return
        self._let_go(process)
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _look_on(self) -> None:
        while not self._stop.wait(_LOOK):
            try:
                self._look()
            except Exception:
                _LOG.exception("the jobs cannot be looked after")
                self._not_before = time.monotonic() + _AGAIN

    def _look(self) -> None:
        if self._process is not None and self._running(self._process):
            return
        if time.monotonic() < self._not_before or not self._ledger.waiting():
            return
        lock = try_lock(self._folder)
        if lock is None:
            return  # another worker's process works on them
        try:
            self._process = self._started(lock)
        finally:
            os.close(lock)

    def _running(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether it still runs; one that is stuck is ended, and passes over what it is stuck in at its next try."""
        if process.poll() is None:
            if self._ledger.overdue():
                _LOG.error("an article takes too long; the process that reads it is ended")
                process.kill()
                process.wait()
            else:
                return True
        self._let_go(process)
        self._process = None
        if process.returncode not in (0, -9):
            self._not_before = time.monotonic() + _AGAIN
        return False

    def _started(self, lock: int) -> subprocess.Popen[bytes]:
        encoder = settings_of(self._encoder)
        command = [sys.executable, "-m", "api.ingesting.runner", "--data", str(self._folder), "--lock", str(lock)]
        command += ["--most", str(self._most), "--encoder", json.dumps({"name": encoder.name, **encoder.options()})]
        root = str(Path(api.__file__).parents[1])
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
        environment = {**os.environ, "PYTHONPATH": path}
        environment.pop(DATABASE_VARIABLE, None)
        if self._place.database is not None:  # not an argument: everybody sees those
            environment[DATABASE_VARIABLE] = self._place.database
        return subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=(lock,), env=environment)

    @staticmethod
    def _let_go(process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            process.stdin.close()
