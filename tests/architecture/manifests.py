"""What is wrong with rendered Kubernetes manifests, beyond what Kubernetes' own schemas say. Needs no cluster."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Manifest = dict[str, Any]
VERSION = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]  # type: ignore[index]
QUEUES = {queue["name"] for queue in json.loads((ROOT / "deploy/broker/definitions.json").read_text())["queues"]}
GIVEN = {"token-public-keys"}  # what a cluster holds beforehand
OPERATORS = {  # of the objects that operators read, what this house writes: kind -> required and other keys of its spec
    "Cluster": ({"instances", "imageName", "storage", "bootstrap", "managed"}, {"postgresql", "plugins"}),
    "ScheduledBackup": ({"schedule", "cluster", "method"}, {"pluginConfiguration"}),
    "ScaledObject": ({"scaleTargetRef", "triggers"}, {"minReplicaCount", "maxReplicaCount"}),
    "TriggerAuthentication": ({"secretTargetRef"}, set()),
    "RabbitmqCluster": ({"replicas", "image", "persistence", "tls"}, {"rabbitmq", "override"}),
    "PodMonitor": ({"selector", "podMetricsEndpoints"}, set()),
    "PrometheusRule": ({"groups"}, set()),
}


def name_of(manifest: Manifest) -> str:
    return f"{manifest['kind']} {manifest['metadata']['name']}"


def template_of(manifest: Manifest) -> Manifest | None:
    """The pod's template of whatever makes pods."""
    spec = manifest.get("spec", {})
    found = spec.get("jobTemplate", {}).get("spec", spec).get("template")
    return found if manifest["kind"] in {"Deployment", "Job", "CronJob"} else None


def pods(manifests: list[Manifest]) -> Iterator[tuple[str, Manifest, Manifest]]:
    """Everything that makes pods: its name, the pod's labels, the pod's spec."""
    for manifest in manifests:
        if template := template_of(manifest):
            yield name_of(manifest), template["metadata"]["labels"], template["spec"]


def faults_of(manifests: list[Manifest]) -> Iterator[str]:
    """Every sentence that an operator would otherwise learn from a cluster."""
    for name, _, pod in pods(manifests):
        yield from (f"{name} {fault}" for fault in (*_pod_faults(pod), *_references(manifests, pod)))
    for manifest in manifests:
        check = CHECKS.get(manifest["kind"])
        yield from (f"{name_of(manifest)} {fault}" for fault in (check(manifests, manifest) if check else ()))
        if manifest["kind"] in OPERATORS:
            yield from _operator_faults(manifest)
    yield from _unguarded(manifests)


def _pod_faults(pod: Manifest) -> Iterator[str]:
    if not pod["securityContext"].get("runAsNonRoot") or pod.get("automountServiceAccountToken") is not False:
        yield "may be root, or holds a token of the cluster"
    if pod["securityContext"].get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield "may make any system call"
    for container in [*pod.get("initContainers", []), *pod["containers"]]:
        security, name = container.get("securityContext", {}), container["name"]
        if not security.get("readOnlyRootFilesystem") or security.get("allowPrivilegeEscalation") is not False \
                or security.get("capabilities", {}).get("drop") != ["ALL"]:
            yield f"container {name} may write, rise or use capabilities"
        if "memory" not in container.get("resources", {}).get("limits", {}):
            yield f"container {name} may take all memory"
        if not re.fullmatch(rf"sharedco-[a-z]+(:{re.escape(VERSION)}|@sha256:[0-9a-f]{{64}})", container["image"]):
            yield f"container {name} runs {container['image']}, which is not this version"


def _references(manifests: list[Manifest], pod: Manifest) -> Iterator[str]:
    has = {(manifest["kind"], manifest["metadata"]["name"]) for manifest in manifests}
    volumes = {volume["name"]: volume for volume in pod.get("volumes", [])}
    for container in [*pod.get("initContainers", []), *pod["containers"]]:
        for source in container.get("envFrom", []):
            if ("ConfigMap", found := source["configMapRef"]["name"]) not in has:
                yield f"reads settings {found}, which are not there"
        for mount in container.get("volumeMounts", []):
            if mount["name"] not in volumes:
                yield f"mounts {mount['name']}, which is not there"
    for volume in volumes.values():
        found = volume.get("configMap", {}).get("name") or volume.get("persistentVolumeClaim", {}).get("claimName")
        if found and found not in GIVEN | {name for _, name in has}:
            yield f"has the volume {found}, which is not there"


def _deployment(_: list[Manifest], manifest: Manifest) -> Iterator[str]:
    pod = manifest["spec"]["template"]["spec"]
    for container in pod["containers"]:
        if lacking := {"startupProbe", "livenessProbe", "readinessProbe"} - set(container):
            yield f"container {container['name']} does not say how it is: {', '.join(sorted(lacking))}"
        ports = {port["name"] for port in container.get("ports", [])}
        if container.get("livenessProbe", {}).get("httpGet", {}).get("port") not in ports:
            yield f"container {container['name']} is asked on a port that it does not have"
    awaited = ["sharedco", "migrate", "--wait", "$(SERVICE)"]
    waits = [container["command"] for container in pod.get("initContainers", [])]
    if pod["containers"][0]["command"][0] == "sharedco" and awaited not in waits:
        yield "does not wait for its migrations"


def _job(_: list[Manifest], manifest: Manifest) -> Iterator[str]:
    if not manifest["metadata"]["name"].endswith("-" + VERSION.replace(".", "-")):
        yield "does not carry the version: a second release would be refused"
    if "-settings" in json.dumps(manifest["spec"]["template"]):
        yield "reads settings that change without a new version"


def _policy(_: list[Manifest], manifest: Manifest) -> Iterator[str]:
    if any("to" not in way for way in manifest["spec"].get("egress", [])):
        yield "lets its pods reach anybody"
    if set(manifest["spec"]["policyTypes"]) != {"Ingress", "Egress"}:
        yield "rules only one way"


def _budget(manifests: list[Manifest], manifest: Manifest) -> Iterator[str]:
    wanted = manifest["spec"]["selector"]["matchLabels"].items()
    if not any(wanted <= labels.items() for _, labels, _ in pods(manifests)):
        yield "guards no pod"


def _scaled(manifests: list[Manifest], manifest: Manifest) -> Iterator[str]:
    names = {(other["kind"], other["metadata"]["name"]) for other in manifests}
    if ("Deployment", manifest["spec"]["scaleTargetRef"]["name"]) not in names:
        yield "scales nothing"
    for trigger in manifest["spec"]["triggers"]:
        if ("TriggerAuthentication", trigger["authenticationRef"]["name"]) not in names:
            yield "does not get into the broker"
        if trigger["metadata"]["queueName"] not in QUEUES:
            yield f"looks at the queue {trigger['metadata']['queueName']}, which nobody declares"


CHECKS = {"Deployment": _deployment, "Job": _job, "NetworkPolicy": _policy, "PodDisruptionBudget": _budget,
          "ScaledObject": _scaled}


def _operator_faults(manifest: Manifest) -> Iterator[str]:
    required, other = OPERATORS[manifest["kind"]]
    if lacking := required - set(manifest["spec"]):
        yield f"{name_of(manifest)} lacks {', '.join(sorted(lacking))}"
    if unknown := set(manifest["spec"]) - required - other:
        yield f"{name_of(manifest)} has an unknown {', '.join(sorted(unknown))}"


def _unguarded(manifests: list[Manifest]) -> Iterator[str]:
    policies = [manifest["spec"]["podSelector"].get("matchLabels", {}).items() for manifest in manifests
                if manifest["kind"] == "NetworkPolicy"]
    for name, labels, _ in pods(manifests):
        if not any(wanted <= labels.items() for wanted in policies):
            yield f"{name} is under no network policy"
