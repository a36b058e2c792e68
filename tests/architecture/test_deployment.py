"""What is deployed is well formed: manifests that Kubernetes would take, images that hold one service only."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
K8S = ROOT / "deploy" / "k8s"
SERVICES = ("membership", "invoicing", "payroll", "governance", "ballot-box")


def documents(text: str) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all(text) if document]


def pods(manifests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [manifest["spec"]["template"]["spec"] for manifest in manifests if manifest["kind"] in {"Deployment", "Job"}]


@pytest.mark.parametrize("file", sorted((K8S / "parts" / "service").glob("*.yaml")), ids=lambda file: file.name)
def test_each_part_of_a_service_is_what_kubernetes_takes(file: Path) -> None:
    for document in documents(file.read_text()):
        if document["kind"] != "Kustomization":
            kubernetes_validate.validate(document, "1.37", strict=True)


def test_a_misspelt_field_would_be_caught() -> None:
    broken = documents((K8S / "parts" / "service" / "service.yaml").read_text())[0]
    broken["spec"]["template"]["spec"]["containers"][0]["livenesProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, "1.37", strict=True)


def test_every_pod_runs_as_nobody_on_a_read_only_disk() -> None:
    files = (K8S / "parts" / "service").glob("*.yaml")
    parts = [document for file in files for document in documents(file.read_text())]
    assert len(pods(parts)) == 5
    for pod in pods(parts):
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        security = pod["containers"][0]["securityContext"]
        assert security["readOnlyRootFilesystem"]
        assert not security["allowPrivilegeEscalation"]


@pytest.mark.parametrize("service", SERVICES)
def test_each_base_names_its_own_secrets(service: str) -> None:
    base = (K8S / "base" / service / "kustomization.yaml").read_text()
    assert f"value: {service}}}" in base
    assert f"DATABASE_URL_{service.replace('-', '_').upper()}_FILE=" in base
    assert f"newName: sharedco-{'governance' if service == 'ballot-box' else service}" in base


@pytest.mark.skipif(not shutil.which("kubectl"), reason="kubectl renders the overlay; there is none here")
def test_the_belgian_house_renders_whole_and_valid() -> None:
    rendered = subprocess.run(["kubectl", "kustomize", K8S / "overlays" / "be"], capture_output=True, text=True,
                              check=True).stdout
    manifests = documents(rendered)
    assert len(pods(manifests)) == 5 * len(SERVICES) - 2  # the ballot box has neither relay nor keeper
    for manifest in manifests:
        kubernetes_validate.validate(manifest, "1.37", strict=True)
        assert manifest["kind"] == "Namespace" or manifest["metadata"]["namespace"] == "sharedco-be"
    volumes = [volume for pod in pods(manifests) for volume in pod["volumes"]]
    secrets = {volume["secret"]["secretName"] for volume in volumes if "secret" in volume}
    assert secrets == {"broker-operator", *SERVICES, *(f"{service}-owner" for service in SERVICES)}
    assert all(manifest["data"]["COUNTRY"] == "BE" for manifest in manifests if manifest["kind"] == "ConfigMap")


def test_compose_gives_each_container_only_its_own_secrets() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    houses = {name: one for name, one in compose["services"].items() if name not in {"postgres", "rabbitmq"}}
    assert len(houses) == 5 * len(SERVICES) - 2  # the ballot box has neither relay nor keeper
    for name, one in houses.items():
        service = one["command"][2]
        assert name.startswith(service.replace("_", "-"))
        assert {secret.removeprefix(service) for secret in one["secrets"]} <= {
            "amqp_uri" if one["command"][1] == "topology" else "_amqp_uri", "_database_url", "_migration_url"}
        assert ("_migration_url" in str(one["secrets"])) == (one["command"][1] == "migrate")


def test_an_image_copies_one_service_and_leaves_root() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
    assert "services/${SERVICE} ./services/${SERVICE}" in copied
    assert not [line for line in copied if line.startswith(("services ", ". ", "tests", "deploy"))]
    assert re.search(r"^USER 10001", dockerfile, re.MULTILINE)
