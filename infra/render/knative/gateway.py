"""The gateway: Caddy with the routing table and the webapp, the only thing that the world reaches.

Knative has no routing by path, so each route is sent to its function's own host inside the cluster.
"""

from infra.render.knative.pods import (
    CONFINED,
    HEALTH_PORT,
    NAMESPACE,
    PORT,
    Object,
    http_probe,
    image,
    labels,
    metadata,
    pod,
    resources,
)

HOST = "artel.example"
"""What the address is called before components/release puts the operator's in."""
FEWEST, MOST = 2, 8
GATEWAY = "gateway"


def deployment() -> Object:
    served = {
        "name": GATEWAY,
        "image": image(GATEWAY),
        "env": [
            {"name": "ARTEL_PORT", "value": str(PORT)},
            {"name": "ARTEL_HEALTH_PORT", "value": str(HEALTH_PORT)},
            {"name": "ARTEL_NAMESPACE", "valueFrom": {"fieldRef": {"fieldPath": "metadata.namespace"}}},
        ],
        "ports": [{"name": "http", "containerPort": PORT}, {"name": "health", "containerPort": HEALTH_PORT}],
        "readinessProbe": http_probe("/healthz", HEALTH_PORT, periodSeconds=5),
        "livenessProbe": http_probe("/healthz", HEALTH_PORT, periodSeconds=10),
        "resources": resources(64, cpu="100m"),
        "securityContext": dict(CONFINED),
        "volumeMounts": [{"name": "caddy", "mountPath": "/etc/caddy", "readOnly": True}],
    }
    spread = {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": {"app.kubernetes.io/name": GATEWAY}},
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata(GATEWAY, "gateway"),
        "spec": {
            "selector": {"matchLabels": {"app.kubernetes.io/name": GATEWAY}},
            "template": {
                "metadata": {"labels": labels(GATEWAY, "gateway")},
                "spec": pod(
                    served,
                    securityContext={"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
                    # Open sockets get their goodbye from Caddy within this time.
                    terminationGracePeriodSeconds=30,
                    topologySpreadConstraints=[spread],
                    volumes=[{"name": "caddy", "configMap": {"name": GATEWAY}}],
                ),
            },
        },
    }


def service() -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(GATEWAY, "gateway"),
        "spec": {
            "selector": {"app.kubernetes.io/name": GATEWAY},
            "ports": [{"name": "http", "port": 80, "targetPort": "http"}],
        },
    }


def ingress() -> Object:
    """The address. Its certificate is the Secret artel-tls, from cert-manager or by hand."""
    backend = {"service": {"name": GATEWAY, "port": {"name": "http"}}}
    paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": metadata(GATEWAY, "gateway"),
        "spec": {
            "tls": [{"hosts": [HOST], "secretName": "artel-tls"}],
            "rules": [{"host": HOST, "http": {"paths": paths}}],
        },
    }


def autoscaler() -> Object:
    """It never scales to zero: somebody has to take the first request."""
    utilisation = {"type": "Utilization", "averageUtilization": 70}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": metadata(GATEWAY, "gateway"),
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": GATEWAY},
            "minReplicas": FEWEST,
            "maxReplicas": MOST,
            "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": utilisation}}],
        },
    }


def disruption_budget(name: str, selector: dict[str, str]) -> Object:
    """One at a time may be moved away from its node."""
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": metadata(name),
        "spec": {"maxUnavailable": 1, "selector": {"matchLabels": selector}},
    }


def namespace() -> Object:
    levels = {"enforce": "baseline", "warn": "restricted"}
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {
            "name": NAMESPACE,
            "labels": {f"pod-security.kubernetes.io/{mode}": level for mode, level in levels.items()},
        },
    }
