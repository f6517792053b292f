"""A Deployment for every handler, and the KEDA object that starts it when something waits and ends it afterwards.

KEDA and not Knative: a Knative Service has no `/scale`, and a queue has no request to hold. The queue's depth is asked
over HTTP, because that way also counts the messages in work: a busy consumer is never scaled away under its message.
"""

from infra.local.watches import COUNT
from infra.render.knative.pods import PORT, Object, container, http_probe, image, labels, metadata, pod, secret
from infra.render.units import VARIABLES, Unit, clock, is_exporter, queue_of

POLL_SECONDS = 5
"""The longest that a first message waits for KEDA to look."""
COOL_SECONDS = 60
STABLE_SECONDS = 60
DRAIN_SECONDS = 15
"""After the longest message, until the process is killed."""
LONGEST_JOB_SECONDS = 8 * 60
"""Of a CronJob: less than the shortest interval, because it waits for a database that is away."""
OUTBOX_ROWS = 200
"""Waiting rows for each relay: two of its batches."""
QUEUE_ACCESS, DATABASE_ACCESS = "rabbitmq-management", "postgres-direct"
MANAGEMENT_VARIABLE = "RABBITMQ_MANAGEMENT_URL"


def deployment(unit: Unit) -> Object:
    """Without a number of replicas, which is KEDA's to say: but Prometheus's exporter is simply there."""
    worked = container(unit, "consumer")
    worked["env"].insert(0, {"name": "PORT", "value": str(PORT)})
    worked["ports"] = [{"name": "health", "containerPort": PORT}]
    worked["livenessProbe"] = http_probe("/healthz", PORT, periodSeconds=10, failureThreshold=6)
    asked = {"prometheus.io/scrape": "true", "prometheus.io/port": str(PORT)} if is_exporter(unit) else {}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata(unit.name, "consumer"),
        "spec": {
            **({"replicas": unit.max_instances} if is_exporter(unit) else {}),
            "selector": {"matchLabels": {"app.kubernetes.io/name": unit.name}},
            "template": {
                "metadata": {
                    "labels": labels(unit.name, "consumer", unit.reaches),
                    **({"annotations": asked} if asked else {}),
                },
                "spec": pod(
                    worked,
                    securityContext={"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
                    terminationGracePeriodSeconds=unit.timeout_seconds + DRAIN_SECONDS,
                ),
            },
        },
    }


def scaled_object(unit: Unit) -> Object:
    behaviour = {"scaleDown": {"stabilizationWindowSeconds": STABLE_SECONDS}}
    return {
        "apiVersion": "keda.sh/v1alpha1",
        "kind": "ScaledObject",
        "metadata": metadata(unit.name, "consumer"),
        "spec": {
            "scaleTargetRef": {"name": unit.name},
            "minReplicaCount": unit.min_instances,
            "maxReplicaCount": unit.max_instances,
            "pollingInterval": POLL_SECONDS,
            "cooldownPeriod": max(COOL_SECONDS, unit.timeout_seconds + DRAIN_SECONDS),
            "advanced": {"horizontalPodAutoscalerConfig": {"behavior": behaviour}},
            "triggers": [_trigger(unit)],
        },
    }


def cron_job(unit: Unit) -> Object:
    """Of what runs at intervals: one process that does what there is to do and ends. All of them are in one image."""
    (member,) = unit.members
    worked = container(unit, "consumer")
    worked |= {"image": image(clock().name), "args": [unit.folders, "--idle-seconds", "0"]}
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": metadata(unit.name, "consumer"),
        "spec": {
            "schedule": member.handler().cron,
            # Two at once are in nobody's way, and of no use either.
            "concurrencyPolicy": "Forbid",
            "successfulJobsHistoryLimit": 1,
            "failedJobsHistoryLimit": 3,
            "jobTemplate": {
                "spec": {
                    "backoffLimit": 1,
                    "activeDeadlineSeconds": LONGEST_JOB_SECONDS,
                    "template": {
                        "metadata": {"labels": labels(unit.name, "consumer", unit.reaches)},
                        "spec": pod(
                            worked,
                            restartPolicy="Never",
                            securityContext={"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
                        ),
                    },
                }
            },
        },
    }


def authentications() -> list[Object]:
    """What KEDA itself signs in with."""
    return [
        _authentication(QUEUE_ACCESS, "host", QUEUE_ACCESS, MANAGEMENT_VARIABLE),
        _authentication(DATABASE_ACCESS, "connection", secret("postgres_direct"), VARIABLES["postgres_direct"]),
    ]


def _trigger(unit: Unit) -> Object:
    queue = queue_of(unit)
    if queue is None:
        metadata = {"query": COUNT, "targetQueryValue": str(OUTBOX_ROWS), "activationTargetQueryValue": "0"}
        return {"type": "postgresql", "metadata": metadata, "authenticationRef": {"name": DATABASE_ACCESS}}
    metadata = {
        "protocol": "http",
        "queueName": queue,
        "mode": "QueueLength",
        # One instance works on so many at once, and the next lot is already with it.
        "value": str(2 * unit.concurrency),
        "activationValue": "0",
    }
    return {"type": "rabbitmq", "metadata": metadata, "authenticationRef": {"name": QUEUE_ACCESS}}


def _authentication(name: str, parameter: str, secret_name: str, key: str) -> Object:
    return {
        "apiVersion": "keda.sh/v1alpha1",
        "kind": "TriggerAuthentication",
        "metadata": metadata(name),
        "spec": {"secretTargetRef": [{"parameter": parameter, "name": secret_name, "key": key}]},
    }
