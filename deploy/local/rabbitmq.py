"""The private RabbitMQ of the local stack and the tests: own node, ports, cookie and data folder.

Nothing else on the machine is touched. The node outlives the process that started it, so that the next one joins it;
every user holds a shared lock on the folder while it lives, and the last one may stop the node. The binary is the
machine's; see `rabbitmq_binary` for what happens when there is none.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from deploy.local.broker import Broker, BrokerSilent
from deploy.local.processes import is_alive, kill, terminate
from deploy.local.rabbitmq_binary import Binary, find_binary
from shared.files import write_atomically

NAME = "sharedco@localhost"  # known to the node's own name server only; data belong to a name, so it never changes
LONGEST_START_S = 90
LONGEST_STOP_S = 30

_CONFIGURATION = """\
loopback_users.guest = {loopback}
listeners.tcp.default = {listen}:{amqp}
management.tcp.ip = {listen}
management.tcp.port = {management}
collect_statistics_interval = 1000
disk_free_limit.absolute = 50MB
vm_memory_high_watermark.absolute = 1GB
log.console = true
log.console.level = warning
log.file = false
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Where a started node is reached: its ports, and its process."""

    amqp: int
    management: int
    distribution: int
    names: int
    process: int


class LocalRabbitMQ:
    """One private node per data folder. It runs until it is stopped, so that several processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._using: IO[str] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, *, fresh: bool = False) -> "LocalRabbitMQ":
        """Start the node, or join it when it runs. `fresh` begins with empty data, unless it runs."""
        with self._alone():
            if self._running() is None:
                self._launch(fresh=fresh)
            self._use()
        return self

    @property
    def broker(self) -> Broker:
        """The node's addresses, virtual hosts and faults on purpose."""
        if (node := self._noted()) is None:
            raise BrokerSilent(why=f"no private RabbitMQ was started in {self.folder}")
        return _broker(node)

    @property
    def uri(self) -> str:
        """Where the node answers."""
        return self.broker.uri

    def password_of(self, user: str) -> str:
        """The password of a service's user on this node: it follows from the node's own secret."""
        cookie = (self.folder / ".erlang.cookie").read_bytes()
        return hashlib.sha256(cookie + user.encode()).hexdigest()

    @property
    def pid(self) -> int | None:
        """The node's process, if it runs."""
        node = self._noted()
        return node.process if node and is_alive(node.process) else None

    def restart(self, *, brutally: bool = False) -> None:
        """Stop and start on the same ports: clients lose their connections, what is durable stays."""
        self.kill() if brutally else self.stop(for_good=False)
        self.start()

    def kill(self) -> None:
        """End the node without warning (kill -9)."""
        with self._alone():
            if pid := self.pid:
                kill(pid)

    def stop(self, *, unless_used: bool = False, for_good: bool = True) -> bool:
        """Stop the node as an operator would; `unless_used` leaves it to its other users. Whether it is stopped now.

        `for_good` also ends its name server and forgets its ports.
        """
        with self._alone():
            self.leave()
            if unless_used and self._is_used():
                return False
            node = self._noted()
            if node and is_alive(node.process):
                terminate(node.process, seconds=LONGEST_STOP_S)
            if node and for_good:
                _end_names(node)
                (self.folder / "node.json").unlink()
        return True

    def leave(self) -> None:
        """Use the node no longer."""
        if self._using:
            self._using.close()
            self._using = None

    def _use(self) -> None:
        if self._using is None:
            self._using = (self.folder / "users.lock").open("w")
            fcntl.flock(self._using, fcntl.LOCK_SH)

    def _is_used(self) -> bool:
        with (self.folder / "users.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time starts or stops the node of a folder."""
        with (self.folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _noted(self) -> Node | None:
        try:
            return Node(**json.loads((self.folder / "node.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None

    def _running(self) -> Node | None:
        node = self._noted()
        return node if node and is_alive(node.process) and _broker(node).answers() else None

    def _launch(self, *, fresh: bool) -> None:
        """Start the node. One that ends while it comes up is started once more: a port may have gone to another."""
        known = self._noted()
        if fresh:
            shutil.rmtree(self.folder / "data", ignore_errors=True)
        try:
            self._await(self._start_process(known or _free_ports()))
        except BrokerSilent:
            if self.pid:  # it lives and does not answer: another would not either
                raise
            self._await(self._start_process(known or _free_ports()))

    def _start_process(self, ports: Node) -> Node:
        binary = find_binary()
        self._write_settings(ports, binary)
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                binary.command(self.folder, ports.amqp, ports.management), env=self._environment(ports),
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        node = Node(**{**asdict(ports), "process": process.pid})
        write_atomically(self.folder / "node.json", json.dumps(asdict(node)).encode())
        return node

    def _await(self, node: Node) -> None:
        until = time.monotonic() + LONGEST_START_S
        while not _broker(node).answers():
            if not is_alive(node.process) or time.monotonic() > until:
                tail = (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-2_000:]
                raise BrokerSilent(why=f"the private RabbitMQ did not start; the end of its log:\n{tail}")
            time.sleep(0.1)

    def _write_settings(self, ports: Node, binary: Binary) -> None:
        text = _CONFIGURATION.format(loopback=str(binary.loopback).lower(), listen=binary.listen,
                                     amqp=5672 if binary.inside else ports.amqp,
                                     management=15672 if binary.inside else ports.management)
        (self.folder / "rabbitmq.conf").write_text(text, encoding="utf-8")
        (self.folder / "enabled_plugins").write_text("[rabbitmq_management].\n", encoding="utf-8")
        (self.folder / "no.conf").write_text("", encoding="utf-8")
        cookie = self.folder / ".erlang.cookie"
        if not cookie.exists():
            write_atomically(cookie, secrets.token_hex(20).encode(), mode=0o400)

    def _environment(self, ports: Node) -> dict[str, str]:
        folder = str(self.folder)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("RABBITMQ_", "ERL_"))}
        return kept | {
            "HOME": folder,
            "ERL_EPMD_PORT": str(ports.names),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": NAME,
            "RABBITMQ_DIST_PORT": str(ports.distribution),
            "RABBITMQ_MNESIA_DIR": f"{folder}/data",
            "RABBITMQ_LOG_BASE": folder,
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq.conf",
            "RABBITMQ_CONF_ENV_FILE": f"{folder}/no.conf",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{folder}/none.config",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/enabled_plugins",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none",
            "RUNNING_UNDER_SYSTEMD": "1",  # so that the start script becomes the node instead of standing before it
        }


def _broker(node: Node) -> Broker:
    return Broker(f"amqp://guest:guest@127.0.0.1:{node.amqp}/", f"http://guest:guest@127.0.0.1:{node.management}")


def _free_ports() -> Node:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
    amqp, management, distribution, names = (s.getsockname()[1] for s in sockets)
    for opened in sockets:
        opened.close()
    return Node(amqp=amqp, management=management, distribution=distribution, names=names, process=0)


def _end_names(node: Node) -> None:
    """Stop the node's own name server (epmd), which Erlang leaves behind on its private port."""
    if shutil.which("epmd"):  # a node in a container had none outside
        subprocess.run(["epmd", "-port", str(node.names), "-kill"], capture_output=True, timeout=10, check=False)


def main() -> None:
    """`python -m deploy.local.rabbitmq start|stop FOLDER`, for the Makefile."""
    verb, folder = sys.argv[1], Path(sys.argv[2])
    if verb == "stop":
        LocalRabbitMQ(folder.resolve()).stop(unless_used=True)
    else:
        sys.stdout.write(f"{LocalRabbitMQ(folder.resolve()).start().uri}\n")


if __name__ == "__main__":
    main()
