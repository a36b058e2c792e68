"""The broker's definitions are those that follow from the services, and a real broker takes their passwords."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pika
import pytest

from deploy.broker import FILE, definitions_text
from deploy.local.broker import Broker
from deploy.local.postgres import ROOT, fresh_name
from shared.bus.rights import broker_definitions
from shared.cli.root import sharedco
from shared.definitions import installed_definitions


def test_the_file_of_definitions_is_what_the_services_make_it() -> None:
    assert FILE.read_text(encoding="utf-8") == definitions_text()


def test_no_user_but_the_operator_has_a_tag_or_may_touch_everything() -> None:
    found = broker_definitions(installed_definitions())
    assert [user["name"] for user in found["users"] if user["tags"]] == ["operator"]
    assert [each["user"] for each in found["permissions"] if ".*" in (each["write"], each["read"])] == ["operator"]


@pytest.mark.skipif(not shutil.which("openssl"), reason="compose's prepare makes passwords with openssl")
def test_compose_prepares_a_broker_that_lets_each_service_in(tmp_path: Path, broker: Broker) -> None:
    for folder in ("deploy/compose", "deploy/broker"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    subprocess.run([tmp_path / "deploy/compose/prepare"], check=True, capture_output=True,
                   env={"PATH": os.environ["PATH"]})
    room, vhost = tmp_path / ".local" / "compose", fresh_name("compose")
    loaded = json.loads((room / "definitions.json").read_text())
    assert "@" not in json.dumps([user["password_hash"] for user in loaded["users"]])
    password = (room / "secrets" / "payroll_amqp_uri").read_text().partition("payroll:")[2].partition("@")[0]
    user = next(user for user in loaded["users"] if user["name"] == "payroll")
    broker.open_vhost(vhost)
    broker._ask("PUT", f"/api/users/{vhost}", {"password_hash": user["password_hash"], "tags": ""})
    broker._ask("PUT", f"/api/permissions/{quote(vhost)}/{vhost}", {"configure": "", "write": "", "read": ""})
    uri = broker.vhost_uri(vhost).replace("guest:guest@", f"{vhost}:{password}@")
    pika.BlockingConnection(pika.URLParameters(uri)).close()
    broker.shut_out(vhost)
    broker.close_vhost(vhost)


@pytest.mark.parametrize("others", [(), ("portal",)])
def test_the_command_fills_the_passwords_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], others: tuple[str, ...],
) -> None:
    users = {"operator", *installed_definitions(), *others}
    for name in users:
        (tmp_path / name).write_text("secret\n")
    sharedco.main(["deploy", "broker", "--passwords", str(tmp_path), "--vhost", "be"], standalone_mode=False)
    found = json.loads(capsys.readouterr().out)
    assert all(len(user["password_hash"]) == 48 for user in found["users"])
    assert {user["name"] for user in found["users"]} == users
    assert {queue["vhost"] for queue in found["queues"]} == {"be"}
