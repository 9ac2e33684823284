"""PostgreSQL servers for the tests: real ones, in a folder of their own, on a port of 127.0.0.1."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

USER = "postgres"


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, of the newest version there is; Debian does not put it on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named else None


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


class Server:
    """One server. It refuses to run as root: then it runs as the user ``postgres`` of Debian's package."""

    def __init__(self, folder: Path) -> None:
        found = binaries()
        if found is None:
            pytest.skip("needs the programs of a PostgreSQL server (apt-get install postgresql)")
        self._programs = found
        self.folder = folder
        self.port = free_port()

    def make(self) -> None:
        """A new, empty cluster; not safe against power cuts, so that it is quick."""
        self.folder.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)
        self.run("initdb", "-D", str(self.folder), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.configure(fsync="off", full_page_writes="off", max_connections="60", shared_buffers="32MB")

    def copy_of(self, primary: Server) -> None:
        """Makes this one a standby that follows another one."""
        source = f"host=127.0.0.1 port={primary.port} user={USER} application_name=standby"
        self.run("pg_basebackup", "-D", str(self.folder), "-d", source, "-R", "-X", "stream", "-c", "fast")

    def configure(self, **settings: str) -> None:
        with (self.folder / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self.run("pg_ctl", "start", "-w", "-D", str(self.folder), "-l", str(self.folder / "log"), "-o", options)

    def stop(self) -> None:
        if (self.folder / "postmaster.pid").exists():
            self.run("pg_ctl", "stop", "-m", "immediate", "-D", str(self.folder), check=False)

    def kill(self) -> None:
        """Ends the server and all its processes at once, as a power cut does."""
        leader = int((self.folder / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        for process in (leader, *map(int, children)):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        while Path(f"/proc/{leader}").exists() and b"Z" not in _state(leader):
            time.sleep(0.01)

    def promote(self) -> None:
        """Makes a standby the primary."""
        self.run("pg_ctl", "promote", "-w", "-D", str(self.folder))

    def address(self, database: str = "postgres", schema: str | None = None) -> str:
        named = f"?options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}{named}"

    def execute(self, sql: str) -> list[tuple[object, ...]]:
        """Runs statements in the database ``postgres``."""
        import psycopg

        with psycopg.connect(self.address(), autocommit=True) as connection:
            cursor = connection.execute(sql)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", *command]
        # Not to a pipe: the server would keep it open.
        with (self.folder.parent / f"{self.folder.name}.{program}.log").open("a+") as log:
            done = subprocess.run(command, stdout=log, stderr=log, cwd="/", check=False)
            log.seek(0)
            assert not check or done.returncode == 0, log.read()


def _state(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/stat").read_bytes().rsplit(b")", 1)[1][:3]
    except FileNotFoundError:
        return b"Z"
