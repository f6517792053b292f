"""What a manifest may say: published schemas in which an unknown key is a mistake, and our own lists for open maps.

The published models accept a misspelt key in silence, so every object of their schemas that names its keys is closed.
For kinds without a published model the schema here holds exactly what we use.
"""

import functools
import importlib
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

Schema = dict[str, Any]

PUBLISHED = {
    "serving.knative.dev/v1": "knative_serving.serving.v1",
    "keda.sh/v1alpha1": "keda.v1alpha1",
    "v1": "kubernetes.core.v1",
    "apps/v1": "kubernetes.apps.v1",
    "autoscaling/v2": "kubernetes.autoscaling.v2",
    "batch/v1": "kubernetes.batch.v1",
    "networking.k8s.io/v1": "kubernetes.networking.v1",
    "policy/v1": "kubernetes.policy.v1",
}
ANNOTATIONS = {
    f"autoscaling.knative.dev/{name}"
    for name in ("min-scale", "max-scale", "metric", "target", "scale-to-zero-pod-retention-period")
} | {"prometheus.io/scrape", "prometheus.io/port"}
LABELS = {
    *(f"app.kubernetes.io/{name}" for name in ("name", "part-of", "component")),
    *(
        f"needs.artel/{need}"
        for need in ("postgres", "postgres-direct", "valkey", "telemetry", "rabbitmq", "s3", "telegram")
    ),
    *(f"pod-security.kubernetes.io/{mode}" for mode in ("enforce", "warn")),
    "networking.knative.dev/visibility",
}
TRIGGERS = {
    "rabbitmq": {"protocol", "queueName", "mode", "value", "activationValue"},
    "postgresql": {"query", "targetQueryValue", "activationTargetQueryValue"},
}
"""KEDA's own names of what each kind of trigger reads; each of them must be there."""

TEXT: Schema = {"type": "string", "minLength": 1}
TEXTS: Schema = {"type": "array", "items": TEXT, "minItems": 1}


def closed(*required: str, **properties: Schema) -> Schema:
    """An object with these keys, all of them required unless the required ones are named, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required or properties),
        "additionalProperties": False,
    }


def values(of: Schema) -> Schema:
    return {"type": "object", "additionalProperties": of}


def kind(api_version: str, name: str, spec: Schema) -> Schema:
    metadata = closed(name=TEXT, labels=values(TEXT))
    return closed(apiVersion={"const": api_version}, kind={"const": name}, metadata=metadata, spec=spec)


RESOURCES = closed(requests=closed(cpu=TEXT, memory=TEXT), limits=closed(memory=TEXT))
COUNT: Schema = {"type": "integer", "minimum": 1}
SOURCE = closed(kind=TEXT, name=TEXT, fieldPath=TEXT)
TARGET = closed(
    "select",
    "fieldPaths",
    select=closed("kind", group=TEXT, kind=TEXT),
    fieldPaths=TEXTS,
    options=closed(delimiter=TEXT, index={"type": "integer"}),
)
OURS = {
    "Cluster": kind(
        "postgresql.cnpg.io/v1",
        "Cluster",
        closed(
            instances=COUNT,
            imageName=TEXT,
            bootstrap=closed(initdb=closed(database=TEXT, owner=TEXT)),
            storage=closed(size=TEXT),
            resources=RESOURCES,
            postgresql=closed(parameters=values(TEXT)),
            primaryUpdateStrategy={"enum": ["unsupervised", "supervised"]},
        ),
    ),
    "Pooler": kind(
        "postgresql.cnpg.io/v1",
        "Pooler",
        closed(
            cluster=closed(name=TEXT),
            instances=COUNT,
            type={"enum": ["rw", "ro"]},
            pgbouncer=closed(poolMode={"const": "transaction"}, parameters=values(TEXT)),
        ),
    ),
    "RabbitmqCluster": kind(
        "rabbitmq.com/v1beta1",
        "RabbitmqCluster",
        closed(
            replicas=COUNT,
            persistence=closed(storage=TEXT),
            resources=RESOURCES,
            rabbitmq=closed(additionalConfig=TEXT),
        ),
    ),
    "Kustomization": closed(
        "apiVersion",
        "kind",
        "namespace",
        "resources",
        apiVersion={"const": "kustomize.config.k8s.io/v1beta1"},
        kind={"const": "Kustomization"},
        namespace={"const": "artel"},
        resources=TEXTS,
        components=TEXTS,
        configMapGenerator={
            "type": "array",
            "items": closed("name", "files", name=TEXT, behavior={"const": "merge"}, files=TEXTS),
        },
    ),
    "Component": closed(
        apiVersion={"const": "kustomize.config.k8s.io/v1alpha1"},
        kind={"const": "Component"},
        replacements={"type": "array", "items": closed(source=SOURCE, targets={"type": "array", "items": TARGET})},
    ),
}


def mistakes(document: Schema) -> list[str]:
    """What is wrong with a manifest, each with its place."""
    validator = _validator(document["apiVersion"], document["kind"])
    wrong = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
    return wrong + [f"{path}: nothing in it" for path in _empty(document, "$")] + list(_unknown(document, "$"))


@functools.cache
def _validator(api_version: str, name: str) -> Draft202012Validator:
    if name in OURS:
        return Draft202012Validator(OURS[name])
    model = getattr(importlib.import_module(f"cloudcoil.models.{PUBLISHED[api_version]}"), name)
    schema = model.model_json_schema(by_alias=True)
    _close(schema)
    schema["required"] = ["apiVersion", "kind", "metadata", *([] if name == "Namespace" else ["spec"])]
    return Draft202012Validator(schema)


def _close(schema: Any) -> None:
    if isinstance(schema, list):
        for each in schema:
            _close(each)
    elif isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            schema["additionalProperties"] = False
        for each in schema.values():
            _close(each)


def _empty(value: Any, path: str) -> Iterator[str]:
    if value is None or value == {} or (value == "" and not path.endswith("query")):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield from _empty(each, f"{path}.{key}")


def _unknown(value: Any, path: str) -> Iterator[str]:
    """Keys of open maps that are on none of our lists."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _unknown(each, f"{path}.{index}")
    elif isinstance(value, dict):
        for key, each in value.items():
            known = {"annotations": ANNOTATIONS, "labels": LABELS}.get(key)
            if known is not None and isinstance(each, dict) and not each.keys() <= known:
                yield f"{path}.{key}: {sorted(each.keys() - known)}"
            if key == "triggers":
                for trigger in each:
                    if trigger["metadata"].keys() != TRIGGERS[trigger["type"]]:
                        yield f"{path}.triggers: {sorted(trigger['metadata'])} of {trigger['type']}"
            yield from _unknown(each, f"{path}.{key}")
