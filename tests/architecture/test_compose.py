"""The house of docker-compose.yml: every reference leads somewhere, every process tells how it is, every job is run."""

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.definitions import installed_definitions
from shared.housekeeping import installed_jobs

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("membership", "invoicing", "payroll", "governance", "ballot-box")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
KEYS = {  # of the compose specification, those that this house uses
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "hostname", "image", "networks",
    "ports", "profiles", "read_only", "restart", "secrets", "security_opt", "stop_grace_period", "tmpfs", "volumes",
}
CONDITIONS = {"service_healthy", "service_completed_successfully", "service_started"}
BROUGHT = {"postgres", "ballot-box-postgres", "rabbitmq", "prometheus"}  # what others made
OWN_KEYS = {  # beyond broker and database, by the process that needs it and by no other
    "membership": {"_export_signing_key"}, "membership-keep": {"_register_signing_key"},
    "governance": (keys := {"_poll_keys_secret", "_orders_key", "_receipts_public_key"}), "governance-keep": keys,
    "ballot-box": {"_orders_public_key", "_receipts_key"},
}
PORTAL_SECRETS_OF = {
    "booth": {"booth_amqp_uri"},
    "portal": {"portal_amqp_uri", "portal_database_url", "token_desk_secret"},
    "portal-migrate": {"portal_database_url", "portal_migration_url"},
    "token-desk": {"token_desk_secret", "token_desk_private_key", "token_desk_key_id"},
}


def once(name: str) -> bool:
    return name.endswith(("-migrate", "-topology"))


def secret_names(one: dict[str, Any]) -> set[str]:
    return {secret if isinstance(secret, str) else secret["source"] for secret in one.get("secrets", [])}


def faults_of(compose: dict[str, Any]) -> Iterator[str]:
    """Everything in a compose file that would not start, or would start and not be seen to fail."""
    for name, one in compose["services"].items():
        for fault in (*missing(compose, one), *unheard(compose["services"], one)):
            yield f"{name} {fault}"
        if not once(name) and "healthcheck" not in one:
            yield f"{name} does not say how it is"


def missing(compose: dict[str, Any], one: dict[str, Any]) -> Iterator[str]:
    """What a container asks for that the file does not have."""
    yield from (f"has an unknown key {key}" for key in set(one) - KEYS)
    yield from (f"wants the secret {secret}" for secret in secret_names(one) - set(compose["secrets"]))
    yield from (f"wants the network {network}" for network in set(one.get("networks", [])) - set(compose["networks"]))
    for source in (volume.partition(":")[0] for volume in one.get("volumes", [])):
        if not source.startswith("./.local/") and not (ROOT / source).exists() and source not in compose["volumes"]:
            yield f"wants the volume {source}"
    for value in map(str, one.get("environment", {}).values()):
        if "/run/secrets/" in value and value.rpartition("/")[2] not in {*secret_names(one), "postgres_password"}:
            yield f"reads {value}, which is not mounted"


def unheard(containers: dict[str, Any], one: dict[str, Any]) -> Iterator[str]:
    """What a container waits for that will never be told."""
    for other, condition in ((other, wanted["condition"]) for other, wanted in one.get("depends_on", {}).items()):
        if other not in containers or condition not in CONDITIONS:
            yield f"waits for {other} to be {condition}"
        elif (condition == "service_healthy") != ("healthcheck" in containers[other]):
            yield f"waits for {other} to be {condition}, which it never says"


def test_the_house_would_start_and_every_process_says_how_it_is() -> None:
    assert list(faults_of(COMPOSE)) == []


@pytest.mark.parametrize(("spoil", "fault"), [
    (lambda all_: all_["payroll"].update(comand=[]), "payroll has an unknown key comand"),
    (lambda all_: all_["payroll-keep"].pop("healthcheck"), "payroll-keep does not say how it is"),
    (lambda all_: all_["payroll-relay"]["secrets"].append("wages"), "payroll-relay wants the secret wages"),
    (lambda all_: all_["invoicing"]["secrets"].remove("invoicing_amqp_uri"),
     "invoicing reads /run/secrets/invoicing_amqp_uri, which is not mounted"),
    (lambda all_: all_["postgres"].pop("healthcheck"),
     "payroll-migrate waits for postgres to be service_healthy, which it never says"),
    (lambda all_: all_["portal"]["volumes"].append("pages:/pages"), "portal wants the volume pages"),
    (lambda all_: all_["ballot-box"]["networks"].append("far"), "ballot-box wants the network far"),
])
def test_a_spoilt_house_is_caught(spoil: Callable[[dict[str, Any]], object], fault: str) -> None:
    spoilt = copy.deepcopy(COMPOSE)
    spoilt["services"]["portal"].setdefault("volumes", [])
    spoil(spoilt["services"])
    assert fault in list(faults_of(spoilt))


def test_every_job_of_the_table_is_run_by_a_housekeeper() -> None:
    for name, definition in installed_definitions().items():
        scheduled = [job for job in {**definition.jobs, **installed_jobs(definition)}.values() if job.schedule]
        keepers = [one for one in CONTAINERS.values() if one.get("command", [])[1:] == ["keep", name]
                   and one["environment"].get("SCHEDULE_JOBS") == "yes" and "profiles" not in one]
        assert len(keepers) == (1 if scheduled else 0), f"{name}: {scheduled}"


def test_the_ballot_box_has_a_database_server_and_a_network_of_its_own() -> None:
    prepare = (ROOT / "deploy" / "compose" / "prepare").read_text()
    assert "host=ballot-box-postgres; file=ballot_box" in prepare
    near = {name for name, one in CONTAINERS.items() if "box" in one.get("networks", [])}
    assert near == {name for name in CONTAINERS if name.startswith("ballot-box")}
    assert CONTAINERS["ballot-box-postgres"]["networks"] == ["box"]
    assert not {*CONTAINERS["ballot-box-postgres"]["volumes"]} & {*CONTAINERS["postgres"]["volumes"]}
    assert secret_names(CONTAINERS["ballot-box-postgres"]) == {"ballot_box_postgres_password"}


def test_prometheus_asks_every_process() -> None:
    asked = yaml.safe_load((ROOT / "deploy" / "observability" / "prometheus.yml").read_text())["scrape_configs"][0]
    assert set(asked["static_configs"][0]["targets"]) == {
        f"{name}:8080" for name in CONTAINERS if name not in BROUGHT | set(PORTAL_SECRETS_OF) and not once(name)}
    assert asked["job_name"] == "sharedco"


def test_only_this_machine_reaches_what_is_published() -> None:
    ports = [port for one in CONTAINERS.values() for port in one.get("ports", [])]
    assert len(ports) == 3
    assert all(re.match(r"127\.0\.0\.1:\d+:\d+", port) for port in ports)


def test_compose_gives_each_container_only_its_own_secrets() -> None:
    houses = {name: one for name, one in CONTAINERS.items()
              if name not in BROUGHT | set(PORTAL_SECRETS_OF)}
    assert len(houses) == 5 * len(SERVICES) - 2  # the ballot box has neither relay nor keeper
    for name, one in houses.items():
        service = one["command"][2]
        assert name.startswith(service.replace("_", "-"))
        assert {secret.removeprefix(service) for secret in one["secrets"]} <= {
            "amqp_uri" if one["command"][1] == "topology" else "_amqp_uri", "_database_url", "_migration_url",
            *OWN_KEYS.get(name, set())}
        assert {f"{service}{key}" for key in OWN_KEYS.get(name, set())} <= set(one["secrets"])
        assert ("_migration_url" in str(one["secrets"])) == (one["command"][1] == "migrate")


def test_the_signing_key_is_the_token_desks_alone() -> None:
    for name, secrets in PORTAL_SECRETS_OF.items():
        assert set(CONTAINERS[name]["secrets"]) == secrets
        assert CONTAINERS[name]["read_only"]
        assert CONTAINERS[name]["cap_drop"] == ["ALL"]
    holders = [name for name, one in CONTAINERS.items() if "token_desk_private_key" in one.get("secrets", [])]
    assert holders == ["token-desk"]
