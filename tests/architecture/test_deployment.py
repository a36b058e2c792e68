"""What is deployed is well formed: manifests that Kubernetes would take, images that hold one service only."""

import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.architecture.manifests import OPERATORS

ROOT = Path(__file__).resolve().parents[2]
K8S = ROOT / "deploy" / "k8s"
SERVICES = ("membership", "invoicing", "payroll", "governance", "ballot-box")


LEFT_OUT = {  # settings that a service reads and may be without, and why
    "BANK_FOLDER": "the job is run by hand, with the folder in which the bank's files lie",
    "IDENTITY_PUBLIC_KEYS": "without it identities are checked at the desk",
    "PORTAL_DEADLINE_S": "has a default", "TOKEN_KEY_ID": "has a default",
}
LEFT_OUT_OF_COMPOSE = {"OIDC_ISSUER": "people of the practice house are played", "OIDC_CLIENT_ID": "with the issuer",
                       "OIDC_CLIENT_SECRET": "with the issuer"}


def documents(text: str) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all(text) if document]


@pytest.mark.parametrize("file", [file for folder in ("parts/service", "base/portal", "base/ops")
                                  for file in sorted((K8S / folder).rglob("*.yaml"))], ids=lambda file: file.name)
def test_each_part_of_a_service_is_what_kubernetes_takes(file: Path) -> None:
    for document in documents(file.read_text()):
        if document.get("kind", "Kustomization") not in {"Kustomization", *OPERATORS}:
            kubernetes_validate.validate(document, "1.37", strict=True)


def test_a_misspelt_field_would_be_caught() -> None:
    broken = documents((K8S / "parts" / "service" / "service.yaml").read_text())[0]
    broken["spec"]["template"]["spec"]["containers"][0]["livenesProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, "1.37", strict=True)


@pytest.mark.parametrize("service", SERVICES)
def test_each_base_names_its_own_secrets(service: str) -> None:
    base = (K8S / "base" / service / "kustomization.yaml").read_text()
    assert f"value: {service}}}" in base
    assert f"DATABASE_URL_{service.replace('-', '_').upper()}_FILE=" in base
    assert f"newName: sharedco-{'governance' if service == 'ballot-box' else service}" in base


def test_an_image_copies_one_service_and_leaves_root() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
    assert "services/${FOLDER} ./services/${FOLDER}" in copied
    assert "ARG FOLDER=${SERVICE}" in dockerfile  # one service, unless another folder is given
    assert not [line for line in copied if line.startswith(("services ", ". ", "tests", "deploy"))]
    assert re.search(r"^USER 10001", dockerfile, re.MULTILINE)


def _documented() -> set[str]:
    table = (ROOT / "docs" / "operations.md").read_text()
    return {name.removesuffix("_FILE") for row in re.findall(r"^\| (`[A-Z].*?) \|", table, re.MULTILINE)
            for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row)}


def _read_by(folder: Path) -> set[str]:
    """The settings that the code of a folder names; the box, which lies in governance, counts for itself."""
    files = [file for file in folder.rglob("*.py") if folder.name == "ballot_box" or "ballot_box" not in file.parts]
    texts = [file.read_text() for file in files]
    named = {name for text in texts for name in re.findall(r'"([A-Z][A-Z0-9_]+)"', text)}
    mails = {"MAIL_URL"} if any("transport_from(" in text for text in texts) else set()
    return {name.removesuffix("_FILE") for name in named} & _documented() | mails


FOLDERS = {"membership": "membership", "invoicing": "invoicing", "payroll": "payroll", "governance": "governance",
           "ballot-box": "governance/ballot_box", "portal": "portal"}


@pytest.mark.parametrize("service", FOLDERS)
def test_every_setting_that_a_service_reads_is_given_where_it_is_deployed(service: str) -> None:
    needed = _read_by(ROOT / "services" / FOLDERS[service]) - set(LEFT_OUT)
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    in_compose = {key.removesuffix("_FILE") for name, one in compose.items()
                  if name.startswith(service) or (service == "portal" and name in {"token-desk", "booth"})
                  for key in one["environment"]}
    assert needed - in_compose - set(LEFT_OUT_OF_COMPOSE) == set()
    manifests = [K8S / "overlays" / "be" / "kustomization.yaml", *(K8S / "base" / service).glob("*.yaml")]
    in_cluster = {name.removesuffix("_FILE") for file in manifests for name in re.findall(
        r"(?:- |/data/|name: )([A-Z][A-Z0-9_]+)\b", file.read_text())}
    assert needed - in_cluster == set()


def test_the_search_for_settings_finds_what_was_once_forgotten() -> None:
    found = {service: _read_by(ROOT / "services" / folder) for service, folder in FOLDERS.items()}
    assert {"PORTAL_ORIGIN", "MAIL_URL"} <= found["invoicing"]
    assert "EXPORT_SIGNING_KEY" in found["membership"]
    assert {"POLL_KEYS_SECRET", "BALLOT_BOX_ORDERS_KEY", "BALLOT_BOX_RECEIPTS_PUBLIC_KEY"} <= found["governance"]
    assert {"BALLOT_BOX_ORDERS_PUBLIC_KEY", "BALLOT_BOX_RECEIPTS_KEY"} <= found["ballot-box"]
    assert {"TOKEN_DESK_SECRET", "TOKEN_PRIVATE_KEY", "PORTAL_LISTEN", "OIDC_CLIENT_SECRET"} <= found["portal"]


def test_the_mail_of_a_link_and_the_portal_behind_it_agree_on_the_address() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    mailing, answering = (compose[name]["environment"] for name in ("invoicing-keep", "portal"))
    assert mailing["PORTAL_ORIGIN"] == answering["PORTAL_ORIGIN"]
    overlay = yaml.safe_load((K8S / "overlays" / "be" / "kustomization.yaml").read_text())
    (patch,) = [patch for patch in overlay["patches"] if "PORTAL_ORIGIN" in patch["patch"]]
    assert {name for name in ("invoicing-settings", "portal-settings", "membership-settings", "token-desk-settings")
            if re.fullmatch(patch["target"]["name"], name)} == {"invoicing-settings", "portal-settings"}
