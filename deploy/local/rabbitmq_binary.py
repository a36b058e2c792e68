"""Where the RabbitMQ binary comes from: the machine, else the distribution (root), else a Docker engine."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shared.errors import Refusal

IMAGE = "rabbitmq:4-management"
_FOLDERS = (  # the node's own start script; the one in PATH of Debian changes user and folder first
    "/usr/lib/rabbitmq/bin", "/opt/rabbitmq/sbin", "/opt/homebrew/sbin", "/usr/local/sbin", "/usr/local/bin",
)
_DENY_START = "#!/bin/sh\nexit 101\n"

MISSING = """\
No RabbitMQ was found, and none can be fetched. Do one of these, then try again:
  - install it:       apt-get install rabbitmq-server   (or: brew install rabbitmq)
  - start Docker:     an engine that answers `docker info` is used by itself
  - run as root:      it is then installed from the distribution
or give AMQP_URI=amqp://user:password@host:5672/ of a broker that runs already."""


class RabbitMQMissing(Refusal):
    """There is no RabbitMQ, and no way to get one."""

    sentence = MISSING


class RabbitMQNotInstalled(Refusal):
    """The distribution did not install it."""

    sentence = "{command} failed:\n{words}\n\n" + MISSING


@dataclass(frozen=True, slots=True)
class Binary:
    """How a node is started: a start script on the machine, or a container."""

    script: Path | None = None

    @property
    def inside(self) -> bool:
        """Whether the node runs in a container, with ports of its own."""
        return self.script is None

    @property
    def listen(self) -> str:
        """The address on which the node listens; a container's door is narrowed where it is published."""
        return "0.0.0.0" if self.inside else "127.0.0.1"  # noqa: S104

    @property
    def loopback(self) -> bool:
        """Whether the guest may come from the loopback only."""
        return not self.inside

    def command(self, folder: Path, amqp: int, management: int) -> list[str]:
        """The command line that becomes the node."""
        if self.script:
            return [str(self.script)]
        return [
            "docker", "run", "--rm", "--init", "--name", f"sharedco-rabbitmq-{amqp}", "--hostname", "localhost",
            "-p", f"127.0.0.1:{amqp}:5672", "-p", f"127.0.0.1:{management}:15672",
            "-v", f"{folder}/rabbitmq.conf:/etc/rabbitmq/rabbitmq.conf:ro", IMAGE,
        ]


def find_binary() -> Binary:
    """The machine's RabbitMQ; else installed from the distribution when root; else Docker's; else a clear refusal."""
    if script := _on_machine():
        return Binary(script)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        if script := _on_machine():
            return Binary(script)
    if _docker_answers():
        return Binary()
    raise RabbitMQMissing


def _on_machine() -> Path | None:
    folders = [os.environ.get("RABBITMQ_SBIN", ""), *_FOLDERS]
    candidates = [Path(folder) / "rabbitmq-server" for folder in folders if folder]
    if found := shutil.which("rabbitmq-server"):
        candidates.append(Path(found).resolve())
    scripts = (path for path in candidates if path.is_file() and "su rabbitmq" not in path.read_text(errors="replace"))
    return next(scripts, None) if shutil.which("erl") else None


def _install() -> None:
    """Install from the distribution without starting the machine-wide broker that the package would start."""
    with_denial(Path("/usr/sbin/policy-rc.d"), lambda: _run_quietly(
        ["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "rabbitmq-server"]))


def with_denial(policy: Path, install: Callable[[], None]) -> None:
    """Carry out an installation while `policy` forbids packages to start their servers."""
    ours = not policy.exists()
    if ours:
        policy.write_text(_DENY_START, encoding="ascii")
        policy.chmod(0o755)
    try:
        install()
    finally:
        if ours:
            policy.unlink()


def _run_quietly(*commands: list[str]) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)
        if done.returncode:
            raise RabbitMQNotInstalled(command=" ".join(command), words=done.stderr[-1_000:])


def _docker_answers() -> bool:
    if not shutil.which("docker"):
        return False
    try:
        return subprocess.run(["docker", "info"], stdin=subprocess.DEVNULL, capture_output=True, timeout=20,
                              check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False
