"""A gate before the broker, for tests of a broker that reads nothing for a while, or takes no messages."""

import socket
import struct
import threading
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

WHY = b"\x06memory"
STOP, GO_ON = ((10, 60), WHY), ((10, 61), b"")  # the methods connection.blocked and connection.unblocked


class Gate:
    """Stands before the broker. Shut, it reads nothing that clients write; it can also speak to them as the broker."""

    def __init__(self, uri: str) -> None:
        target = urlsplit(uri)
        self._address = (target.hostname or "", target.port or 5672)
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)  # soon full
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        host = f"{target.username}:{target.password}@127.0.0.1:{self._listener.getsockname()[1]}"
        self.uri = urlunsplit((target.scheme, host, target.path, "", ""))
        self.open = threading.Event()
        self.open.set()
        self.clients: list[socket.socket] = []
        self._vanished: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def tell(self, method: tuple[tuple[int, int], bytes]) -> None:
        """Say a method of the connection to the client who came last."""
        number, arguments = method
        payload = struct.pack(">HH", *number) + arguments
        self.clients[-1].sendall(struct.pack(">BHI", 1, 0, len(payload)) + payload + b"\xce")

    def vanish(self) -> None:
        """Say nothing to those who are connected now, whatever they write."""
        self._vanished.update(self.clients)

    def close(self) -> None:
        self.open.set()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                broker = socket.create_connection(self._address)
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.clients.append(client)
                threading.Thread(target=self._pump, args=(client, broker, self.open), daemon=True).start()
                threading.Thread(target=self._pump, args=(broker, client, None), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, gate: threading.Event | None) -> None:
        with suppress(OSError):
            while data := source.recv(4_096):
                if gate:
                    gate.wait()
                if not self._vanished & {source, sink}:
                    sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
