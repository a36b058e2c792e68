"""Each overlay renders whole, valid and without the mistakes that only a cluster would show. No cluster is needed."""

import copy
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from typing import Any

import kubernetes_validate
import pytest
import yaml

from shared.definitions import installed_definitions
from shared.housekeeping import installed_jobs
from tests.architecture.manifests import OPERATORS, ROOT, VERSION, Manifest, faults_of, pods

K8S = ROOT / "deploy" / "k8s"
OVERLAYS = sorted(folder.name for folder in (K8S / "overlays").iterdir())
pytestmark = pytest.mark.skipif(not shutil.which("kubectl"), reason="kubectl renders the overlays; there is none here")


@cache
def rendered(overlay: str) -> list[Manifest]:
    text = subprocess.run(["kubectl", "kustomize", K8S / "overlays" / overlay], capture_output=True, text=True,
                          check=True).stdout
    return [document for document in yaml.load_all(text, Loader=yaml.CSafeLoader) if document]


def named(manifests: list[Manifest], kind: str, name: str) -> Manifest:
    return next(one for one in manifests if one["kind"] == kind and re.fullmatch(name, one["metadata"]["name"]))


def test_the_overlays_are_those_of_the_handbook() -> None:
    assert OVERLAYS == ["at", "be", "de", "development", "it", "se"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_overlay_has_no_fault_that_a_cluster_would_show(overlay: str) -> None:
    assert list(faults_of(rendered(overlay))) == []


@pytest.mark.parametrize("overlay", ["be", "se"])  # everything, and the pods with three containers
def test_kubernetes_would_take_it(overlay: str) -> None:
    for manifest in rendered(overlay):
        if manifest["kind"] not in OPERATORS:
            kubernetes_validate.validate(manifest, "1.37", strict=True)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_everything_lies_in_the_namespace_and_the_country_of_its_overlay(overlay: str) -> None:
    manifests = rendered(overlay)
    assert {one["metadata"].get("namespace") for one in manifests if one["kind"] != "Namespace"} == {
        f"sharedco-{overlay}"}
    country = overlay.upper() if len(overlay) == 2 else "BE"
    assert {one["data"]["COUNTRY"] for one in manifests if one["kind"] == "ConfigMap"} == {country}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_job_of_the_table_is_run_by_one_housekeeper(overlay: str) -> None:
    manifests = rendered(overlay)
    for name, definition in installed_definitions().items():
        of_service = [(pod, settings) for _, labels, pod in pods(manifests)
                      if labels["app.kubernetes.io/name"] == name.replace("_", "-")
                      for settings in [named(manifests, "ConfigMap", f"{name.replace('_', '-')}-settings.*")["data"]]]
        keepers = [container for pod, settings in of_service for container in pod["containers"]
                   if container["command"] == ["sharedco", "keep", "$(SERVICE)"]
                   and settings["SERVICE"] == name and settings.get("SCHEDULE_JOBS", "yes") == "yes"]
        jobs = [job for job in {**definition.jobs, **installed_jobs(definition)}.values() if job.schedule]
        assert len(keepers) == (1 if jobs and of_service else 0), name


def test_each_pod_sees_its_own_secrets_only() -> None:
    for name, labels, pod in pods(rendered("be")):
        service = labels["app.kubernetes.io/name"]
        secrets = {volume["secret"]["secretName"] for volume in pod["volumes"] if "secret" in volume}
        assert secrets <= {service, f"{service}-owner", "broker-operator", "token-desk", "token-desk-people",
                           "booth"}, name
        assert ("broker-operator" in secrets) == ("topology" in name)
        assert (f"{service}-owner" in secrets) == ("migrate" in name)
        assert ("token-desk" in secrets) == ("token-desk" in name)
        assert secrets == {"booth"} if name.endswith("booth") else "booth" not in secrets, "it knows nobody's secrets"


def test_a_second_release_is_one_number_everywhere() -> None:
    for file in K8S.rglob("kustomization.yaml"):
        text = file.read_text()
        assert set(re.findall(r"newTag: (\S+)}", text)) <= {VERSION}
        assert set(re.findall(r"nameSuffix: -(\S+)", text)) <= {VERSION.replace(".", "-")}


def spoil_container(key: str, value: Any) -> Callable[[list[Manifest]], object]:
    def spoil(manifests: list[Manifest]) -> None:
        container = named(manifests, "Deployment", "payroll-service")["spec"]["template"]["spec"]["containers"][0]
        container.pop(key) if value is None else container.update({key: value})

    return spoil


@pytest.mark.parametrize(("spoil", "fault"), [
    (spoil_container("livenessProbe", None), "does not say how it is: livenessProbe"),
    (spoil_container("image", "sharedco-payroll:latest"), "which is not this version"),
    (spoil_container("resources", {}), "may take all memory"),
    (spoil_container("securityContext", {"readOnlyRootFilesystem": True}), "may write, rise or use capabilities"),
    (spoil_container("envFrom", [{"configMapRef": {"name": "x"}}]), "reads settings x, which are not there"),
    (lambda all_: named(all_, "Deployment", "payroll-relay")["spec"]["template"]["spec"].pop("initContainers"),
     "does not wait for its migrations"),
    (lambda all_: named(all_, "Job", "payroll-migrate.*")["metadata"].update(name="payroll-migrate"),
     "does not carry the version"),
    (lambda all_: named(all_, "NetworkPolicy", "payroll-narrow")["spec"]["egress"][0].pop("to"),
     "lets its pods reach anybody"),
    (lambda all_: all_.remove(named(all_, "NetworkPolicy", "payroll-narrow")), "is under no network policy"),
    (lambda all_: named(all_, "PodDisruptionBudget", "payroll.*")["spec"]["selector"]["matchLabels"].update(a="b"),
     "guards no pod"),
    (lambda all_: named(all_, "ScaledObject", "payroll.*")["spec"]["scaleTargetRef"].update(name="service"),
     "scales nothing"),
    (lambda all_: named(all_, "ScaledObject", "payroll.*")["spec"]["triggers"][0]["metadata"].update(queueName="calls"),
     "which nobody declares"),
    (lambda all_: named(all_, "Cluster", "payroll.*")["spec"].pop("managed"), "lacks managed"),
    (lambda all_: all_.remove(named(all_, "PersistentVolumeClaim", "payroll.*")), "has the volume payroll-outgoing"),
])
def test_a_spoilt_manifest_is_caught(spoil: Callable[[list[Manifest]], object], fault: str) -> None:
    spoilt = copy.deepcopy([one for one in rendered("de") if "payroll" in one["metadata"]["name"]])
    spoil(spoilt)
    found = list(faults_of(spoilt))
    assert any(fault in sentence for sentence in found), found
