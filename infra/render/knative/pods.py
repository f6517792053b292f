"""What every pod of ours has in common: names, settings, secrets as its needs say, and as few rights as possible."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from infra.render.units import VARIABLES, Unit

NAMESPACE = "artel"
REGISTRY, TAG = "artel", "latest"
"""What an image is called before components/release puts the operator's registry and tag in."""
PORT = 8080
USER = 10001
"""Nobody in particular; said in numbers, because a name cannot be proved not to be root."""
HEALTH_PORT = 8081
"""Of the gateway, whose other port is the world's."""
SETTINGS = "settings"
"""The ConfigMap of what everyone may know."""

OBSERVED = ("LOG_SAMPLE", "ARTEL_VERSION", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER_ARG")
"""What an operator may say about logs and traces."""

Component = Literal["function", "consumer", "step", "gateway"]
Object = dict[str, Any]


def image(name: str) -> str:
    return f"{REGISTRY}/{name}:{TAG}"


def secret(need: str) -> str:
    """The Secret that holds one need, under the name of its environment variable."""
    return need.replace("_", "-")


def needs_label(need: str) -> str:
    """What the network policies go by."""
    return f"needs.artel/{secret(need)}"


def metadata(name: str, component: Component | None = None, **more: Any) -> Object:
    return {"name": name, "labels": labels(name, component), **more}


def labels(name: str, component: Component | None = None, reaches: Iterable[str] = ()) -> dict[str, str]:
    return {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/part-of": "artel",
        **({"app.kubernetes.io/component": component} if component else {}),
        **{needs_label(each): "yes" for each in reaches},
    }


def environment(needs: Iterable[str], *, public_keys: bool = False, app_link: bool = False) -> list[Object]:
    """The variables of a process: a secret for each need, and no other."""
    keys = {"name": "JWT_PUBLIC_KEYS", "valueFrom": {"configMapKeyRef": {"name": SETTINGS, "key": "JWT_PUBLIC_KEYS"}}}
    return [
        {"name": "ARTEL_ENV", "value": "production"},
        {"name": "LOG_LEVEL", "valueFrom": {"configMapKeyRef": {"name": SETTINGS, "key": "LOG_LEVEL"}}},
        *map(_if_there, OBSERVED),
        *([keys] if public_keys else []),
        *([_if_there("TELEGRAM_APP_LINK")] if app_link else []),
        *(
            {
                "name": VARIABLES[need],
                "valueFrom": {"secretKeyRef": {"name": secret(need), "key": VARIABLES[need]}},
            }
            for need in needs
        ),
    ]


def _if_there(name: str) -> Object:
    return {"name": name, "valueFrom": {"configMapKeyRef": {"name": SETTINGS, "key": name, "optional": True}}}


def resources(memory_mb: int, cpu: str = "50m") -> Object:
    """As much memory as it may have is asked for; no limit of CPU, because one would make cold starts slow."""
    memory = f"{memory_mb}Mi"
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": memory}}


CONFINED: Mapping[str, Any] = {
    "runAsNonRoot": True,
    "runAsUser": USER,
    "runAsGroup": USER,
    "readOnlyRootFilesystem": True,
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}


def http_probe(path: str, port: int | None = None, **more: Any) -> Object:
    return {"httpGet": {"path": path, **({"port": port} if port else {})}, **more}


def pod(container: Object, **more: Any) -> Object:
    """A pod with one container, which knows nothing of the cluster it runs in."""
    return {"automountServiceAccountToken": False, "enableServiceLinks": False, "containers": [container], **more}


def container(unit: Unit, component: Component) -> Object:
    """The container of a function or consumer."""
    return {
        "name": component,
        "image": image(unit.name),
        "env": environment(unit.needs, public_keys=component == "function", app_link=unit.asks_telegram),
        "resources": resources(unit.memory_mb),
        "securityContext": dict(CONFINED),
    }
