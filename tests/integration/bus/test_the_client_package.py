"""The package for partners: made from the contracts, alone in its process, and a call away from the house."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.client import write_client
from shared.bus.dispatch import methods_of
from shared.definitions import definition_of, installed_definitions
from tests.integration.bus.greeter.service import Greeter
from tests.integration.bus.running import MEMBER, Greeting, greeter, token

__all__ = ["greeter"]

SCENE = f"""
import os, sys
from sharedco_client import *
with Connection(os.environ["AMQP_URI"], token=os.environ["TOKEN"]) as connection:
    house, key = Greeter(connection), new_request_id()
    first = house.greet(request_id=key, member_id="{MEMBER}", words="a client")
    print(first == house.greet(request_id=key, member_id="{MEMBER}", words="a client"), first["words"])
    try:
        house.greet(request_id=new_request_id(), member_id="{MEMBER}", words="LOUD")
    except Refusal as no:
        print(no.code, no.details["member_id"])
    try:
        house.rest(member_id="{MEMBER}", words="x", pause="3", within=0.5)
    except NoAnswer:
        print("no answer")
    try:
        connection.call("nobody.at_home", {{}})
    except UnknownService as unknown:
        print("unknown", unknown)
print(sorted({{"shared", "nameko", "kombu", "eventlet"}} & set(sys.modules)))
"""


SCENE_AT_ONCE = f"""
import asyncio, os, sys, time
from sharedco_client import NoAnswer, Refusal, UnknownService, new_request_id
from sharedco_client.aio import Connection, Greeter

async def fails(call):
    try:
        await call
    except (NoAnswer, Refusal, UnknownService) as no:
        return f"{{type(no).__name__}} {{getattr(no, 'code', '')}}".strip()

async def main():
    async with Connection(os.environ["AMQP_URI"], token=os.environ["TOKEN"]) as connection:
        house, key = Greeter(connection), new_request_id()
        first = await house.greet(request_id=key, member_id="{MEMBER}", words="many at once")
        print(first == await house.greet(request_id=key, member_id="{MEMBER}", words="many at once"), first["words"])
        begun = time.monotonic()
        print(await asyncio.gather(
            fails(house.greet(request_id=new_request_id(), member_id="{MEMBER}", words="LOUD")),
            fails(house.rest(member_id="{MEMBER}", words="x", pause="3", within=0.5)),
            fails(connection.call("nobody.at_home", {{}}))))
        await asyncio.gather(*(house.rest(member_id="{MEMBER}", words="x", pause="0.5") for _ in range(5)))
        print(time.monotonic() - begun < 2.5)
        waiting = asyncio.create_task(fails(house.rest(member_id="{MEMBER}", words="x", pause="3")))
        await asyncio.sleep(0.2)
        await connection.close()
        print(await waiting, (await house.get_greeting(member_id="{MEMBER}"))["visits"] > 0)

asyncio.run(main())
print(sorted({{"shared", "nameko", "kombu", "eventlet"}} & set(sys.modules)))
"""


def run(code: list[str], greeting: Greeting, package: Path) -> list[str]:
    ran = subprocess.run([sys.executable, *code], capture_output=True, text=True, check=False, timeout=60,
                         cwd=package.parent, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(package.parent),
                                                  "AMQP_URI": greeting.amqp_uri, "TOKEN": token()})
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def test_a_partner_calls_with_keys_refusals_and_deadlines(greeter: Greeting, tmp_path: Path) -> None:
    package = write_client(tmp_path, {"greeter": definition_of(Greeter)})
    assert run(["-c", SCENE], greeter, package) == [
        "True a client", f"too_loud {MEMBER}", "no answer", "unknown nobody", "[]"]


def test_a_partner_calls_from_asyncio_as_often_at_once_as_they_like(greeter: Greeting, tmp_path: Path) -> None:
    package = write_client(tmp_path, {"greeter": definition_of(Greeter)})
    assert run(["-c", SCENE_AT_ONCE], greeter, package) == [
        "True many at once", "['Refusal too_loud', 'NoAnswer', 'UnknownService']", "True", "NoAnswer True", "[]"]


@pytest.mark.parametrize("example", ["with_python", "with_asyncio", "with_amqp", "with_nameko"])
def test_each_example_runs_as_it_is_shown(greeter: Greeting, tmp_path: Path, example: str) -> None:
    package = write_client(tmp_path, {"greeter": definition_of(Greeter)})
    file = tmp_path / "examples" / f"{example}.py"
    file.write_text(file.read_text().replace("Membership", "Greeter").replace("membership", "greeter")
                    .replace("get_member(", "get_greeting(").replace("get_member", "get_greeting"))
    assert "'visits'" in run([str(file), MEMBER], greeter, package)[0]


def test_every_method_of_every_service_is_a_method_of_the_package(tmp_path: Path) -> None:
    package = write_client(tmp_path, installed_definitions())
    for name, definition in installed_definitions().items():
        if methods := methods_of(definition.service):
            for room, define in ((package, "def"), (package / "aio", "async def")):
                text = (room / f"{name}.py").read_text()
                compile(text, name, "exec")
                assert set(re.findall(rf"^    {define} (\w+)\($", text, re.MULTILINE)) == set(methods)
