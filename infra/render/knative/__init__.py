"""The shelf → infra/knative/: manifests that are applied as they are, in two shapes.

steps/         migrate, topology and storage: Jobs, before anything else
base/          the gateway and who may talk to whom
consumers/     one Deployment a handler, scaled by KEDA; a CronJob for each that runs at intervals
overlays/      small: grouped functions, for one node · large: every function by itself
state/         PostgreSQL, PgBouncer, RabbitMQ, Valkey, in the same two shapes
components/    release: puts registry, tag and host in
secrets.tsv    what deploy.sh puts into which Secret
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from common.manifest import ROOT
from infra.render import routes
from infra.render.connections import sentence
from infra.render.files import HEAD, yaml_text
from infra.render.knative import consumers, functions, gateway, policies, state, steps
from infra.render.knative.pods import NAMESPACE, Object, secret
from infra.render.units import SHAPES, VARIABLES, Shape, clocks, homes, is_exporter
from infra.render.units import consumers as all_consumers
from infra.render.units import functions as all_functions

FOLDER = ROOT / "infra" / "knative"
CADDY = ROOT / "infra" / "caddy"
CADDY_FILES = {"Caddyfile": "knative.Caddyfile", "site.caddy": "site.caddy", "security.caddy": "security.caddy"}
"""Copied, because kustomize reads nothing from outside its own folder."""


def render() -> Iterator[tuple[Path, str]]:
    """Each generated file with its text."""
    yield FOLDER / "namespace.yaml", yaml_text(gateway.namespace())
    yield from _steps()
    yield from _base()
    yield from _consumers()
    for shape in SHAPES:
        yield from _overlay(shape)
        yield from _state(shape)
    yield from _release()
    yield FOLDER / "secrets.tsv", _secrets()


def _secrets() -> str:
    """Which variable goes into which Secret, for deploy.sh."""
    held = {secret(need): variable for need, variable in VARIABLES.items()}
    held[consumers.QUEUE_ACCESS] = consumers.MANAGEMENT_VARIABLE
    return HEAD + "# secret, variable\n" + "".join(f"{name}\t{variable}\n" for name, variable in sorted(held.items()))


def _steps() -> Iterator[tuple[Path, str]]:
    yield from _kustomization("steps", {f"{name}.yaml": [steps.job(name)] for name in steps.STEPS})


def _base() -> Iterator[tuple[Path, str]]:
    files = {
        "gateway.yaml": [gateway.deployment(), gateway.service(), gateway.ingress()],
        "policies.yaml": policies.application(),
    }
    generator = {"name": gateway.GATEWAY, "files": sorted(CADDY_FILES)}
    yield from _kustomization("base", files, configMapGenerator=[generator])
    for name, source in CADDY_FILES.items():
        yield FOLDER / "base" / name, (CADDY / source).read_text(encoding="utf-8")


def _consumers() -> Iterator[tuple[Path, str]]:
    files = {
        f"{unit.name}.yaml": [
            consumers.deployment(unit),
            *([] if is_exporter(unit) else [consumers.scaled_object(unit)]),
        ]
        for unit in all_consumers()
    }
    files |= {f"{unit.name}.yaml": [consumers.cron_job(unit)] for unit in clocks()}
    yield from _kustomization("consumers", {"authentications.yaml": consumers.authentications(), **files})


def _overlay(shape: Shape) -> Iterator[tuple[Path, str]]:
    units = all_functions(shape)
    files = {f"functions/{unit.name}.yaml": [functions.service(unit)] for unit in units}
    if shape == "large":
        files["gateway.yaml"] = [
            gateway.autoscaler(),
            gateway.disruption_budget(gateway.GATEWAY, policies.labels_of("gateway")),
        ]
        files["sockets.yaml"] = [
            gateway.disruption_budget(unit.name, {"serving.knative.dev/service": unit.name})
            for unit in units
            if unit.holds_sockets
        ]
    yield from _kustomization(
        f"overlays/{shape}",
        files,
        resources=["../../base", "../../consumers"],
        configMapGenerator=[{"name": gateway.GATEWAY, "behavior": "merge", "files": ["routes.caddy"]}],
    )
    yield FOLDER / "overlays" / shape / "routes.caddy", routes.table(homes(units))


def _state(shape: Shape) -> Iterator[tuple[Path, str]]:
    files = {
        "postgres.yaml": state.postgres(shape),
        "rabbitmq.yaml": [state.rabbitmq(shape)],
        "valkey.yaml": state.valkey(shape),
        "policies.yaml": policies.state(),
    }
    yield from _kustomization(f"state/{shape}", files, about={"postgres.yaml": sentence(shape)})


def _kustomization(
    folder: str,
    files: Mapping[str, list[Object]],
    *,
    resources: list[str] | None = None,
    about: Mapping[str, str] | None = None,
    **more: Any,
) -> Iterator[tuple[Path, str]]:
    """A folder of manifests that kustomize takes together."""
    listed = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": NAMESPACE,
        "resources": [*(resources or []), *files],
        **more,
    }
    yield FOLDER / folder / "kustomization.yaml", yaml_text(listed)
    for name, objects in files.items():
        yield FOLDER / folder / name, yaml_text(*objects, about=(about or {}).get(name, ""))


def _release() -> Iterator[tuple[Path, str]]:
    """Every image's registry and tag, and the host, out of a ConfigMap called `release` that the operator adds."""
    pods = [
        {"group": "serving.knative.dev", "kind": "Service"},
        {"group": "apps", "kind": "Deployment"},
        {"group": "batch", "kind": "Job"},
    ]
    selected = [{"select": select, "fieldPaths": ["spec.template.spec.containers.*.image"]} for select in pods]
    timed = {"select": {"group": "batch", "kind": "CronJob"}}
    selected.append(timed | {"fieldPaths": ["spec.jobTemplate.spec.template.spec.containers.*.image"]})
    hosts = {"select": {"kind": "Ingress"}, "fieldPaths": ["spec.rules.0.host", "spec.tls.0.hosts.0"]}
    component = {
        "apiVersion": "kustomize.config.k8s.io/v1alpha1",
        "kind": "Component",
        "replacements": [
            # The tag first: a registry may have a port, and so a colon of its own.
            _replacement("tag", selected, delimiter=":", index=1),
            _replacement("registry", selected, delimiter="/", index=0),
            {"source": _source("host"), "targets": [hosts]},
        ],
    }
    yield FOLDER / "components" / "release" / "kustomization.yaml", yaml_text(component, about=_release.__doc__ or "")


def _replacement(key: str, targets: list[Object], **part: str | int) -> Object:
    return {"source": _source(key), "targets": [{**target, "options": part} for target in targets]}


def _source(key: str) -> Object:
    return {"kind": "ConfigMap", "name": "release", "fieldPath": f"data.{key}"}
