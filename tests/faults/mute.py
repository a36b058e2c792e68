"""A proxy before a database that can fall silent: what is sent is taken, and nothing comes back, without any error."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

from psycopg import conninfo


class Mute:
    """Stands before a database; those who are connected when it is told to hear nothing more of it."""

    def __init__(self, url: str, folder: Path) -> None:
        target = conninfo.conninfo_to_dict(url)
        self._target, port = str(target["host"]), str(target.get("port") or 5432)
        self._address = f"{self._target}/.s.PGSQL.{port}" if self._target.startswith("/") else (self._target, int(port))
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / f".s.PGSQL.{port}"))
        self._listener.listen()
        self.url = conninfo.make_conninfo(url, host=str(folder))
        self._clients: set[socket.socket] = set()
        self._muted: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def mute(self) -> int:
        """Pass nothing more on to those who are connected now; how many."""
        self._muted.update(self._clients)
        return len(self._clients)

    def close(self) -> None:
        """Take nobody any more."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX if isinstance(self._address, str) else socket.AF_INET)
                try:
                    server.connect(self._address)
                except OSError:  # the database itself is away
                    client.close()
                    continue
                self._clients.add(client)
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=self._pump, args=(source, sink, client), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if client not in self._muted:
                    sink.sendall(data)
        self._clients.discard(client)
        if source is client or client not in self._muted:  # who is muted hears not even that the server went
            for end in (source, sink):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
