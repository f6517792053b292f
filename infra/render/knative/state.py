"""PostgreSQL, PgBouncer, RabbitMQ and Valkey inside the cluster: one way to run what holds the state.

A managed database or broker does as well: then infra/knative/state is not applied, and the Secrets say where they are.
"""

from typing import Any

from infra.render.connections import budget
from infra.render.knative.pods import CONFINED, Object, labels, metadata, pod, resources
from infra.render.units import Shape

DATABASE = "artel"
POSTGRES_IMAGE = "ghcr.io/cloudnative-pg/postgresql:18"
VALKEY_IMAGE = "valkey/valkey:9-alpine"
INSTANCES = {"small": 1, "large": 3}
"""Of PostgreSQL and of RabbitMQ: a quorum queue wants an odd number."""
DATABASE_SIZE = {"small": ("10Gi", "1Gi", "500m"), "large": ("100Gi", "8Gi", "4")}
"""Disk, memory, cores."""
BROKER_SIZE = {"small": ("5Gi", "512Mi", "250m"), "large": ("20Gi", "2Gi", "1")}
VALKEY_MB = {"small": 128, "large": 1024}


def postgres(shape: Shape) -> list[Object]:
    found = budget(shape)
    disk, memory, cores = DATABASE_SIZE[shape]
    cluster = {
        "apiVersion": "postgresql.cnpg.io/v1",
        "kind": "Cluster",
        "metadata": metadata("postgres"),
        "spec": {
            "instances": INSTANCES[shape],
            "imageName": POSTGRES_IMAGE,
            "bootstrap": {"initdb": {"database": DATABASE, "owner": DATABASE}},
            "storage": {"size": disk},
            "resources": {"requests": {"cpu": cores, "memory": memory}, "limits": {"memory": memory}},
            "postgresql": {
                "parameters": {
                    "max_connections": str(found.max_connections),
                    # PgBouncer refuses such settings of a client, so the server has them.
                    "idle_in_transaction_session_timeout": "30s",
                    "jit": "off",
                }
            },
            # Rolling updates of the operator wait for a healthy replica, and only then change the primary.
            "primaryUpdateStrategy": "unsupervised",
        },
    }
    pooler = {
        "apiVersion": "postgresql.cnpg.io/v1",
        "kind": "Pooler",
        "metadata": metadata("pgbouncer"),
        "spec": {
            "cluster": {"name": "postgres"},
            "instances": found.poolers,
            "type": "rw",
            "pgbouncer": {
                "poolMode": "transaction",
                "parameters": {
                    "max_client_conn": str(found.max_client_conn),
                    "default_pool_size": str(found.default_pool_size),
                    "max_prepared_statements": "200",
                    "query_wait_timeout": "10",
                    "server_idle_timeout": "60",
                },
            },
        },
    }
    return [cluster, pooler]


def rabbitmq(shape: Shape) -> Object:
    disk, memory, cores = BROKER_SIZE[shape]
    return {
        "apiVersion": "rabbitmq.com/v1beta1",
        "kind": "RabbitmqCluster",
        "metadata": metadata("rabbitmq"),
        "spec": {
            "replicas": INSTANCES[shape],
            "persistence": {"storage": disk},
            "resources": {"requests": {"cpu": cores, "memory": memory}, "limits": {"memory": memory}},
            # Management is what KEDA asks; it and Prometheus are always on with this operator.
            "rabbitmq": {"additionalConfig": "disk_free_limit.absolute = 1GB\n"},
        },
    }


def valkey(shape: Shape) -> list[Object]:
    """One instance, with a file that keeps the list of revoked tokens over a restart; all else can be made again."""
    name, memory = "valkey", VALKEY_MB[shape]
    served: dict[str, Any] = {
        "name": name,
        "image": VALKEY_IMAGE,
        "args": ["valkey-server", "--appendonly", "yes", "--dir", "/data", "--maxmemory", f"{memory * 3 // 4}mb"],
        "ports": [{"name": name, "containerPort": 6379}],
        "readinessProbe": {"exec": {"command": ["valkey-cli", "ping"]}, "periodSeconds": 5},
        "livenessProbe": {"tcpSocket": {"port": name}, "periodSeconds": 10},
        "resources": resources(memory, cpu="100m"),
        "securityContext": dict(CONFINED),
        "volumeMounts": [{"name": "data", "mountPath": "/data"}],
    }
    claim = {
        "metadata": {"name": "data"},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
    }
    selector = {"app.kubernetes.io/name": name}
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(name),
        "spec": {"selector": selector, "ports": [{"name": name, "port": 6379, "targetPort": name}]},
    }
    stateful = {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": metadata(name),
        "spec": {
            "serviceName": name,
            "replicas": 1,
            "selector": {"matchLabels": selector},
            "template": {
                "metadata": {"labels": {"app.kubernetes.io/name": labels(name)["app.kubernetes.io/name"]}},
                "spec": pod(
                    served,
                    securityContext={
                        "runAsNonRoot": True,
                        "fsGroup": CONFINED["runAsGroup"],
                        "seccompProfile": {"type": "RuntimeDefault"},
                    },
                ),
            },
            "volumeClaimTemplates": [claim],
        },
    }
    return [service, stateful]
