"""A Knative Service for everything that answers HTTP."""

from infra.render.knative.pods import PORT, Object, container, http_probe, labels, metadata, pod
from infra.render.units import Unit

RETENTION = "30s"
"""How long the last instance stays after Knative's stable window of a minute."""
LONGEST_TIMEOUT = 600
"""What Knative allows a request unless the cluster says more (max-revision-timeout-seconds)."""


def service(unit: Unit) -> Object:
    """Reached only from inside the cluster: the gateway is the one door."""
    timeout = min(unit.timeout_seconds, LONGEST_TIMEOUT)
    made = metadata(unit.name, "function")
    made["labels"]["networking.knative.dev/visibility"] = "cluster-local"
    served = container(unit, "function")
    served["ports"] = [{"name": "http1", "containerPort": PORT}]
    # Touches no other service: what is away is answered with a 503, and does not take the function away.
    served["readinessProbe"] = http_probe("/healthz")
    return {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": made,
        "spec": {
            "template": {
                "metadata": {
                    "labels": labels(unit.name, "function", unit.reaches),
                    "annotations": _scale(unit),
                },
                "spec": pod(
                    served,
                    containerConcurrency=0,
                    timeoutSeconds=timeout,
                    # Knative counts an open socket as a response that has not begun.
                    responseStartTimeoutSeconds=0 if unit.holds_sockets else timeout,
                    idleTimeoutSeconds=0,
                ),
            }
        },
    }


def _scale(unit: Unit) -> dict[str, str]:
    scale = {
        "min-scale": unit.min_instances,
        "max-scale": unit.max_instances,
        "metric": "concurrency",
        "target": unit.concurrency,
        "scale-to-zero-pod-retention-period": RETENTION,
    }
    return {f"autoscaling.knative.dev/{name}": str(value) for name, value in scale.items()}
