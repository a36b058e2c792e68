"""Build what each image would hold, by the Dockerfile's own steps and without an engine, and run it alone.

python -m tests.images [SERVICE ...]

The steps of the build stage are carried out in a folder of their own; then each service lives there without the
checkout: migrated, served, relayed, kept, proved, and ended by SIGTERM. What an image lacks shows here and nowhere
else, for the checkout has everything.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.local.databases import prepare
from deploy.local.keys import development_keys
from deploy.local.postgres import EmbeddedPostgres
from deploy.local.rabbitmq import LocalRabbitMQ

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
IMAGES = {"membership": ["membership"], "invoicing": ["invoicing"], "payroll": ["payroll"],
          "governance": ["governance", "ballot_box"], "portal": ["portal"],
          "ops": ["membership", "invoicing", "payroll", "governance", "ballot_box"]}
ABSOLUTE = ("/opt/sharedco", "/opt/build", "/wheels", "/src")  # of the image, laid into the folder
SECONDS = 60


class Broken(Exception):
    """An image does not do its work."""


def steps(stage: str = "build") -> Iterator[tuple[str, str]]:
    """The instructions of a stage of the Dockerfile, each with its argument on one line."""
    text = re.sub(r"\\\n", " ", DOCKERFILE.read_text(encoding="utf-8"))
    inside = False
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "FROM":
            inside = rest.endswith(f" AS {stage}")
        elif inside and word and word != "#":
            yield word, rest.strip()


def build(image: str, folder: Path) -> None:
    """Do in the folder what the build stage does."""
    variables, work = {"PATH": os.environ["PATH"], "HOME": str(folder), "SERVICE": image}, folder
    for word, written in steps():
        named = written.replace("${SERVICE}", image).replace("${FOLDER}", "." if image == "ops" else image)
        rest = _laid_into(folder, named)
        if word == "WORKDIR":
            work = Path(rest)
            work.mkdir(parents=True)
        elif word == "ENV":
            variables |= {name: value.replace("$PATH", variables["PATH"])
                          for name, value in re.findall(r"(\w+)=(\S+)", rest)}
        elif word == "COPY":
            *sources, target = rest.split()
            for source in sources:
                _copy(ROOT / source, work / target, into=target.endswith("/"))
        elif word == "RUN":
            _run(["sh", "-ec", rest.replace("python -m venv", f"{sys.executable} -m venv")], work, variables)


def _laid_into(folder: Path, rest: str) -> str:
    for path in ABSOLUTE:
        rest = re.sub(rf"(?<![\w/]){path}\b", str(folder) + path, rest)
    return rest


def _copy(source: Path, target: Path, *, into: bool) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.mkdir(parents=True, exist_ok=True) if into else None
        shutil.copy(source, target)


def _run(command: Sequence[str], work: Path, variables: dict[str, str], *, expected: int = 0) -> str:
    ran = subprocess.run(command, cwd=work, env=variables, capture_output=True, text=True, timeout=900, check=False)
    if ran.returncode != expected:
        raise Broken(f"{' '.join(command)[:100]} ended with {ran.returncode}:\n{(ran.stdout + ran.stderr)[-2000:]}")
    return ran.stdout


def live(service: str, folder: Path, variables: dict[str, str]) -> Iterator[str]:
    """Run everything that a deployment runs of one service; what was done."""
    def sharedco(*arguments: str, expected: int = 0) -> str:
        return _run(["sharedco", *arguments], folder, variables, expected=expected)

    yield from ("--help" for _ in [sharedco("--help")])
    for command in (("migrate", service), ("topology", service), ("methods", service), ("verify", service),
                    ("jobs", service)):
        sharedco(*command)
        yield command[0]
    processes = ["serve"] if service == "ballot_box" else ["serve", "relay", "keep"]
    for command in processes:
        with process([sys_path(variables, "sharedco"), command, service], folder, variables):
            yield command
    if service != "ballot_box":
        sharedco("parked", "list", service)
        yield "parked"
        sharedco("verify", service)
        if "NOT PROVED" not in sharedco("verify", expected=3):
            raise Broken("verify does not say what it did not prove")


def live_portal(folder: Path, variables: dict[str, str]) -> Iterator[str]:
    """The portal is no service of the bus: its database is migrated, and its modules load."""
    _run(["python", "-m", "services.portal.serve", "migrate"], folder, variables)
    yield "migrate"
    _run(["python", "-c", "import services.portal.app, services.portal.token_desk.app, services.portal.serve"],
         folder, variables)
    yield "import"


def sys_path(variables: dict[str, str], command: str) -> str:
    """Where the image's own command lies: never the checkout's."""
    found = shutil.which(command, path=variables["PATH"].partition(":")[0])
    if found is None:
        raise Broken(f"there is no {command} in the image")
    return found


@contextmanager
def process(command: Sequence[str], folder: Path, variables: dict[str, str]) -> Iterator[None]:
    """A process of the image that gets ready, and ends by itself when it is told to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    with log.open("wb") as out:
        running = subprocess.Popen(command, cwd=folder, env={**variables, "HTTP_PORT": str(port)}, stdout=out,
                                   stderr=subprocess.STDOUT)
    try:
        _await_ready(running, port, log)
        yield
        running.send_signal(signal.SIGTERM)
        if code := running.wait(SECONDS):
            raise Broken(f"{command[1]} left with {code}:\n{log.read_text()[-2000:]}")
    finally:
        running.kill()


def _await_ready(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if running.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=3):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise Broken(f"it never was ready:\n{log.read_text()[-2000:]}")


def check(image: str, server: EmbeddedPostgres, broker: LocalRabbitMQ) -> None:
    """Build one image's content and live in it."""
    began = time.monotonic()
    with TemporaryDirectory(prefix=f"sharedco-{image}-") as room:
        folder = Path(room)
        build(image, folder)
        built = time.monotonic() - began
        alone, vhost = folder / "alone", f"images-{image}"
        alone.mkdir()
        keys = development_keys(folder / "keys")
        variables = {
            "PATH": f"{folder}/opt/sharedco/bin:/usr/bin:/bin", "SHAREDCO_ENV": "test", "COUNTRY": "BE",
            "AMQP_URI": broker.broker.open_vhost(vhost), "TOKEN_PUBLIC_KEYS": str(keys.public),
            "OUTGOING_FOLDER": str(alone), "PSYCOPG_WAIT_FUNC": "wait_select", "SCHEDULE_JOBS": "no",
            "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8",
            **prepare(server, IMAGES[image], prefix="images_", fresh=True)}
        for service in IMAGES[image] if image != "ops" else ():
            done = live_portal(alone, variables) if service == "portal" else live(service, alone, variables)
            print(f"{service}: {', '.join(done)}", flush=True)  # noqa: T201 - a command's own output
        if image == "ops":
            _run(["sharedco", "migrate"], alone, variables)
            print(_run(["sharedco", "verify"], alone, variables).splitlines()[-1])  # noqa: T201
        broker.broker.close_vhost(vhost)
        size = sum(file.stat().st_size for file in (folder / "opt" / "sharedco").rglob("*") if file.is_file())
        print(f"  sharedco-{image}: {size / 1e6:.0f} MB of Python, built in {built:.0f} s, "  # noqa: T201
              f"lived in {time.monotonic() - began - built:.0f} s", flush=True)


def main(images: Sequence[str]) -> int:
    """Check the images that are named, else all."""
    server = EmbeddedPostgres(ROOT / ".local" / "postgres-images", lasting=False)
    broker = LocalRabbitMQ(ROOT / ".local" / "rabbitmq-images").start()
    broken = []
    try:
        for image in images or IMAGES:
            try:
                check(image, server, broker)
            except Broken as fault:
                broken.append(image)
                print(f"BROKEN {image}: {fault}", flush=True)  # noqa: T201
    finally:
        broker.stop()
    print(f"{', '.join(broken)} would not run" if broken else "every image runs alone")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
