"""The manifests for Kubernetes say what they mean, and nothing that their readers do not know"""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from common.db import POOL_SIZE
from common.manifest import ROOT, Manifest, shelf
from infra.render.knative.pods import needs_label
from infra.render.units import NETWORKED, SHAPES, TELEGRAM, VARIABLES, Shape, clocks, consumers, is_exporter
from tests.deploy.kustomize import Object, build, documents, find
from tests.deploy.schemas import mistakes

FOLDER = ROOT / "infra" / "knative"
FILES = sorted(FOLDER.rglob("*.yaml"))
EVERYTHING = ["steps", *(f"{part}/{shape}" for part in ("overlays", "state") for shape in SHAPES)]


def of_kind(objects: list[Object], *kinds: str) -> list[Object]:
    return [each for each in objects if each["kind"] in kinds]


def pods(objects: list[Object]) -> list[tuple[str, Object]]:
    """The pod template of whatever makes pods, with its name."""
    makers = [(each["metadata"]["name"], each.get("spec", {})) for each in objects]
    templates = [(name, spec.get("jobTemplate", {"spec": spec})["spec"].get("template")) for name, spec in makers]
    return [(name, template) for name, template in templates if template and name != "valkey"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_manifest_says_only_what_its_schema_knows(path: Path) -> None:
    assert [mistake for document in documents(path) for mistake in mistakes(document)] == []


@pytest.mark.parametrize(
    ("file", "path", "value"),
    [
        ("consumers/stats-update.yaml", "spec.template.spec.restartPolcy", "Always"),
        (
            "consumers/stats-update.yaml",
            "spec.template.spec.containers.0.readinesProbe",
            {"exec": {"command": ["true"]}},
        ),
        ("overlays/large/functions/game-finish.yaml", "spec.template.spec.timeoutSecond", 1),
        ("overlays/large/functions/game-finish.yaml", "spec.template.spec.timeoutSeconds", "1"),
        ("overlays/large/functions/game-finish.yaml", "spec.template.spec.terminationGracePeriodSeconds", 1),
        ("overlays/large/functions/game-finish.yaml", "spec.template.metadata.annotations.autoscaling", "1"),
        ("steps/migrate.yaml", "metadata.labels.team", "a"),
        ("state/large/postgres.yaml", "spec.instanses", 3),
    ],
)
def test_a_mistake_is_found(file: str, path: str, value: Any) -> None:
    document = copy.deepcopy(documents(FOLDER / file)[0])
    assert mistakes(document) == []
    *way, last = path.split(".")
    into: Any = document
    for key in way:
        into = into[int(key) if key.isdigit() else key]
    into[last] = value
    assert mistakes(document) != []


def test_a_trigger_that_keda_would_not_read_is_found() -> None:
    _, scaled = documents(FOLDER / "consumers" / "stats-update.yaml")
    scaled["spec"]["triggers"][0]["metadata"]["queueLength"] = "5"
    assert mistakes(scaled) == [
        "$.spec.triggers: ['activationValue', 'mode', 'protocol', 'queueLength', 'queueName', 'value'] of rabbitmq"
    ]


@pytest.mark.parametrize("folder", EVERYTHING)
def test_a_folder_resolves(folder: str) -> None:
    assert build(FOLDER / folder)


def test_every_file_belongs_to_something_that_is_applied() -> None:
    listed = {FOLDER / "namespace.yaml"}
    for path in FOLDER.rglob("kustomization.yaml"):
        described = yaml.safe_load(path.read_text(encoding="utf-8"))
        listed |= {path, *((path.parent / name).resolve() for name in described.get("resources", []))}
    assert set(FILES) <= listed


@pytest.mark.parametrize("shape", SHAPES)
def test_registry_tag_and_host_are_put_in_everywhere(shape: Shape, tmp_path: Path) -> None:
    release = {"registry": "registry.example:5000/me/artel", "tag": "1.2.3", "host": "play.example"}
    made = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "release"}, "data": release}
    (tmp_path / "release.yaml").write_text(yaml.safe_dump(made))
    listed = {
        "resources": [str(FOLDER / "overlays" / shape), str(FOLDER / "steps"), "release.yaml"],
        "components": [str(FOLDER / "components" / "release")],
    }
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(listed))
    objects = build(tmp_path)
    images = {name: pod["spec"]["containers"][0]["image"] for name, pod in pods(objects)}
    assert {"gateway", "migrate", "topology", "stats-update"} < images.keys()
    timed = {each["metadata"]["name"] for each in of_kind(objects, "CronJob")}
    expected = {name: "clock" if name in timed else name for name in images}
    assert images == {name: f"registry.example:5000/me/artel/{image}:1.2.3" for name, image in expected.items()}
    door = find(objects, "Ingress", "gateway")["spec"]
    assert (door["rules"][0]["host"], door["tls"][0]["hosts"]) == ("play.example", ["play.example"])


@pytest.mark.parametrize("manifest", shelf(), ids=lambda manifest: manifest.name)
def test_a_process_is_given_the_secrets_of_its_manifest_and_no_others(manifest: Manifest) -> None:
    _, template = next(pod for pod in pods(build(FOLDER / "overlays" / "large")) if pod[0] == manifest.service)
    env = template["spec"]["containers"][0]["env"]
    assert "envFrom" not in template["spec"]["containers"][0]
    secret = {each["name"]: each["valueFrom"]["secretKeyRef"] for each in env if "secretKeyRef" in str(each)}
    assert secret.keys() == {VARIABLES[need] for need in manifest.needs}
    assert all(reference["key"] == name for name, reference in secret.items())
    reached = {label for label in template["metadata"]["labels"] if label.startswith("needs.artel/")}
    outside = [TELEGRAM] if manifest.asks_telegram else []
    assert reached == {needs_label(each) for each in (*manifest.needs, *outside) if each in (*NETWORKED, TELEGRAM)}


@pytest.mark.parametrize("folder", ["steps", "overlays/small", "overlays/large"])
def test_no_pod_has_a_right_that_it_does_not_need(folder: str) -> None:
    for name, template in pods(build(FOLDER / folder)):
        assert template["spec"]["automountServiceAccountToken"] is False, name
        (container,) = template["spec"]["containers"]
        assert container["securityContext"] == {
            "runAsNonRoot": True,
            "runAsUser": 10001,
            "runAsGroup": 10001,
            "readOnlyRootFilesystem": True,
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "seccompProfile": {"type": "RuntimeDefault"},
        }, name
        assert container["resources"]["limits"].keys() == {"memory"}, name


@pytest.mark.parametrize("shape", SHAPES)
def test_only_what_holds_sockets_is_kept_awake_and_is_never_cut_short(shape: Shape) -> None:
    awake = []
    for service in of_kind(build(FOLDER / "overlays" / shape), "Service"):
        if service["apiVersion"] == "v1":
            continue
        assert service["metadata"]["labels"]["networking.knative.dev/visibility"] == "cluster-local"
        spec, scale = service["spec"]["template"]["spec"], service["spec"]["template"]["metadata"]["annotations"]
        if scale["autoscaling.knative.dev/min-scale"] != "0":
            awake.append(service["metadata"]["name"])
            assert (spec["timeoutSeconds"], spec["responseStartTimeoutSeconds"]) == (600, 0)
        else:
            assert spec["responseStartTimeoutSeconds"] == spec["timeoutSeconds"] == 30
    assert awake == {"small": ["player", "session"], "large": ["player-live", "session-live"]}[shape]


def test_every_consumer_sleeps_and_is_woken_by_what_waits_for_it() -> None:
    objects = build(FOLDER / "consumers")
    handlers = [unit.members[0] for unit in consumers() if not is_exporter(unit)]
    access = {each["metadata"]["name"] for each in of_kind(objects, "TriggerAuthentication")}
    for manifest in handlers:
        deployed = find(objects, "Deployment", manifest.service)["spec"]
        scaled = find(objects, "ScaledObject", manifest.service)["spec"]
        assert "replicas" not in deployed
        assert scaled["scaleTargetRef"]["name"] == manifest.service
        assert (scaled["minReplicaCount"], scaled["maxReplicaCount"]) == (
            manifest.min_instances,
            manifest.max_instances,
        )
        # A message in work is finished before the pod is killed, and is counted as waiting until then.
        assert deployed["template"]["spec"]["terminationGracePeriodSeconds"] > manifest.timeout_seconds
        assert scaled["cooldownPeriod"] > manifest.timeout_seconds
        (trigger,) = scaled["triggers"]
        assert trigger["authenticationRef"]["name"] in access
        if trigger["type"] == "rabbitmq":
            assert (trigger["metadata"]["queueName"], trigger["metadata"]["protocol"]) == (manifest.name, "http")
    assert len(of_kind(objects, "ScaledObject")) == len(handlers)


def test_what_runs_at_intervals_is_a_job_that_does_it_once_and_ends() -> None:
    jobs = {job["metadata"]["name"]: job["spec"] for job in of_kind(build(FOLDER / "consumers"), "CronJob")}
    assert jobs.keys() == {unit.name for unit in clocks()}
    assert jobs["session-sweep"]["schedule"] == "*/10 * * * *"
    for name, job in jobs.items():
        (run,) = job["jobTemplate"]["spec"]["template"]["spec"]["containers"]
        assert run["args"] == [f"handlers/{name.replace('-', '_')}", "--idle-seconds", "0"]
        assert run["image"].split("/")[-1].startswith("clock:")


@pytest.mark.parametrize("shape", SHAPES)
def test_all_instances_together_open_no_more_connections_than_pgbouncer_takes(shape: Shape) -> None:
    objects = build(FOLDER / "overlays" / shape)
    most = {
        each["metadata"]["name"]: int(scale["autoscaling.knative.dev/max-scale"])
        for each in of_kind(objects, "Service")
        if (scale := each["spec"].get("template", {}).get("metadata", {}).get("annotations"))
    }
    most |= {each["metadata"]["name"]: each["spec"]["maxReplicaCount"] for each in of_kind(objects, "ScaledObject")}
    most |= {each["metadata"]["name"]: 1 for each in of_kind(objects, "CronJob")}
    deployed = of_kind(objects, "Deployment")
    most |= {each["metadata"]["name"]: found for each in deployed if (found := each["spec"].get("replicas"))}
    asked = sum(
        most[name] * POOL_SIZE for name, template in pods(objects) if "DATABASE_URL" in str(template) and name in most
    )
    state = build(FOLDER / "state" / shape)
    pooler, server = find(state, "Pooler", "pgbouncer")["spec"], find(state, "Cluster", "postgres")["spec"]
    limits = {name: int(value) for name, value in pooler["pgbouncer"]["parameters"].items()}
    assert len(most) > 5
    assert 0 < asked <= limits["max_client_conn"]
    assert limits["max_prepared_statements"] > 0
    opened = limits["default_pool_size"] * pooler["instances"]
    assert opened < int(server["postgresql"]["parameters"]["max_connections"])
    assert f"at most {asked} connections" in (FOLDER / "state" / shape / "postgres.yaml").read_text()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_policy_and_every_budget_selects_pods_that_exist(shape: Shape) -> None:
    objects = [*build(FOLDER / "overlays" / shape), *build(FOLDER / "steps")]
    labelled = [template["metadata"]["labels"] for _, template in pods(objects)]
    # What Knative itself adds.
    labelled += [{"serving.knative.dev/service": each["metadata"]["name"]} for each in of_kind(objects, "Service")]
    for each in of_kind(objects, "NetworkPolicy", "PodDisruptionBudget"):
        spec = each["spec"]
        wanted = (spec.get("podSelector") or spec["selector"])["matchLabels"]
        assert any(wanted.items() <= labels.items() for labels in labelled), each["metadata"]["name"]


def test_what_is_not_allowed_is_refused() -> None:
    refusing = find(build(FOLDER / "base"), "NetworkPolicy", "nothing-else")["spec"]
    assert refusing == {
        "podSelector": {"matchLabels": {"app.kubernetes.io/part-of": "artel"}},
        "policyTypes": ["Ingress", "Egress"],
    }


@pytest.mark.parametrize("folder", ["steps", "overlays/small", "overlays/large"])
def test_every_secret_that_is_read_is_one_that_the_deployment_makes(folder: str) -> None:
    lines = (FOLDER / "secrets.tsv").read_text(encoding="utf-8").splitlines()
    made = {tuple(line.split("\t")) for line in lines if not line.startswith("#")}
    objects = build(FOLDER / folder)
    read = {
        (each["valueFrom"]["secretKeyRef"]["name"], each["valueFrom"]["secretKeyRef"]["key"])
        for _, template in pods(objects)
        for each in template["spec"]["containers"][0]["env"]
        if "secretKeyRef" in each.get("valueFrom", {})
    }
    read |= {
        (target["name"], target["key"])
        for each in of_kind(objects, "TriggerAuthentication")
        for target in each["spec"]["secretTargetRef"]
    }
    assert read
    assert read <= made
