"""Who may talk to whom: what is not listed here is refused, and a pod reaches only what its manifest needs."""

from typing import Any

from infra.render.knative.pods import HEALTH_PORT, PORT, Object, labels, needs_label
from infra.render.units import NETWORKED, TELEGRAM

INGRESS_NAMESPACES = ["contour-external", "contour-internal", "envoy-gateway-system", "istio-system", "kourier-system"]
"""Where Knative's networking layers live: whichever of them the cluster has carries requests between our pods."""
SERVING, KEDA, DNS = "knative-serving", "keda", "kube-system"
QUEUE_PROXY_PORTS = [8012, 8013, 8022, 8112, 9090, 9091]
"""Of the container that Knative puts beside a function: requests, draining, and what the autoscaler reads."""
EXPORTER = "metrics-export"
OURS = {"app.kubernetes.io/part-of": "artel"}

STATE: dict[str, tuple[dict[str, str], int]] = {
    "postgres": ({"cnpg.io/poolerName": "pgbouncer"}, 5432),
    "postgres_direct": ({"cnpg.io/cluster": "postgres"}, 5432),
    "valkey": ({"app.kubernetes.io/name": "valkey"}, 6379),
    "telemetry": ({"app.kubernetes.io/name": "valkey"}, 6379),
    "rabbitmq": ({"app.kubernetes.io/name": "rabbitmq"}, 5672),
}
"""The pods behind each need, as their operators label them, and the port."""


def application() -> list[Object]:
    """For the pods of functions, consumers, steps and the gateway."""
    carriers = [*_namespaces(*INGRESS_NAMESPACES), *_namespaces(SERVING)]
    return [
        _policy("nothing-else", OURS, ingress=[], egress=[]),
        _policy("names-are-resolved", OURS, egress=[_rule("to", _namespaces(DNS), 53, protocols=("UDP", "TCP"))]),
        _policy(
            "functions-are-called-through-knative",
            labels_of("function"),
            ingress=[_rule("from", carriers, PORT, *QUEUE_PROXY_PORTS)],
        ),
        _policy("gateway-is-called-by-everyone", labels_of("gateway"), ingress=[_rule("from", [], PORT, HEALTH_PORT)]),
        _policy("gateway-calls-knative", labels_of("gateway"), egress=[_rule("to", carriers)]),
        _policy("metrics-are-asked-for", {"app.kubernetes.io/name": EXPORTER}, ingress=[_rule("from", [], PORT)]),
        *(
            _policy(f"{need.replace('_', '-')}-is-called", {needs_label(need): "yes"}, egress=[_reach(need)])
            for need in (*NETWORKED, TELEGRAM)
        ),
    ]


def state() -> list[Object]:
    """For PostgreSQL, PgBouncer, Valkey and RabbitMQ: whoever needs them, their operators, and each other."""
    postgres, pooler, rabbitmq = (STATE[need][0] for need in ("postgres_direct", "postgres", "rabbitmq"))
    return [
        _policy(
            "postgres-is-called",
            postgres,
            ingress=[
                _rule("from", [_pods(pooler), _pods({needs_label("postgres_direct"): "yes"})], 5432),
                _rule("from", _namespaces(KEDA), 5432),
                _rule("from", [_pods(postgres), *_namespaces("cnpg-system")]),
            ],
        ),
        _policy(
            "pgbouncer-is-called",
            pooler,
            ingress=[
                _rule("from", [_pods({needs_label("postgres"): "yes"})], 5432),
                _rule("from", _namespaces("cnpg-system")),
            ],
        ),
        _policy(
            "valkey-is-called",
            STATE["valkey"][0],
            ingress=[_rule("from", [_pods({needs_label(need): "yes"}) for need in ("valkey", "telemetry")], 6379)],
        ),
        _policy(
            "rabbitmq-is-called",
            rabbitmq,
            ingress=[
                _rule("from", [_pods({needs_label("rabbitmq"): "yes"})], 5672),
                _rule("from", _namespaces(KEDA), 15672),
                _rule("from", [_pods(rabbitmq), *_namespaces("rabbitmq-system")]),
            ],
        ),
    ]


def labels_of(component: str) -> dict[str, str]:
    return {**OURS, "app.kubernetes.io/component": component}


def _reach(need: str) -> Object:
    if need not in STATE:  # somebody else's: the storage and Telegram, by HTTPS
        return _rule("to", [], 443)
    selector, port = STATE[need]
    return _rule("to", [_pods(selector)], port)


def _policy(name: str, selector: dict[str, str], **rules: list[Object]) -> Object:
    types = {"ingress": "Ingress", "egress": "Egress"}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "labels": {"app.kubernetes.io/part-of": labels(name)["app.kubernetes.io/part-of"]}},
        "spec": {
            "podSelector": {"matchLabels": selector},
            "policyTypes": [types[direction] for direction in rules],
            **{direction: rule for direction, rule in rules.items() if rule},
        },
    }


def _rule(direction: str, peers: list[Object], *ports: int, protocols: tuple[str, ...] = ("TCP",)) -> Object:
    """Without peers everybody, without ports every port."""
    rule: dict[str, Any] = {direction: peers} if peers else {}
    if ports:
        rule["ports"] = [{"protocol": protocol, "port": port} for port in ports for protocol in protocols]
    return rule


def _pods(selector: dict[str, str]) -> Object:
    return {"podSelector": {"matchLabels": selector}}


def _namespaces(*names: str) -> list[Object]:
    values = {"key": "kubernetes.io/metadata.name", "operator": "In", "values": list(names)}
    return [{"namespaceSelector": {"matchExpressions": [values]}}]
