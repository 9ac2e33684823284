"""A network between a client and a PostgreSQL server that can break at the worst moment."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self


class Severing:
    """Passes bytes on in both directions; breaks a connection when its client commits, if told to."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.severed = 0
        self._delivered: bool | None = None
        self._ends: list[socket.socket] = []

    def sever_at_commit(self, *, delivered: bool) -> None:
        """Breaks the next connection that sends ``COMMIT``, and no answer comes back.

        :param delivered: whether the server gets it.
        """
        self._delivered = delivered

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        for end in self._ends:
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._server_port))
            self._ends += [client, server]
            cut = threading.Event()
            threading.Thread(target=self._send, args=(client, server, cut), daemon=True).start()
            threading.Thread(target=self._answer, args=(server, client, cut), daemon=True).start()

    def _send(self, client: socket.socket, server: socket.socket, cut: threading.Event) -> None:
        try:
            while data := client.recv(1 << 16):
                if self._delivered is not None and b"COMMIT" in data:
                    delivered, self._delivered = self._delivered, None
                    cut.set()
                    if delivered:
                        server.sendall(data)
                        server.settimeout(0.5)  # the server is done before the client knows that it is cut off
                    self.severed += 1
                    if delivered:
                        self._await(server)
                    client.shutdown(socket.SHUT_RDWR)
                    break
                server.sendall(data)
            server.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    @staticmethod
    def _await(server: socket.socket) -> None:
        import time

        time.sleep(0.3)

    @staticmethod
    def _answer(server: socket.socket, client: socket.socket, cut: threading.Event) -> None:
        try:
            while data := server.recv(1 << 16):
                if not cut.is_set():
                    client.sendall(data)
        except OSError:
            pass
        try:
            client.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
