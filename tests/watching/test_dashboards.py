"""Every panel of a dashboard asks what Prometheus understands, for metrics that somebody has"""

import json
import re

import pytest

from common import metrics
from handlers.metrics_export.handler import metrics_export
from infra.render.alerts import ALERTS, scaled
from infra.render.dashboards import DASHBOARDS
from tests.watching.test_alerts import say

QUERIES = {
    **{
        panel.title: panel.query.replace("$__rate_interval", "5m")
        for _, panels in DASHBOARDS.values()
        for panel in panels
    },
    **{alert.name: scaled(alert.expr, 1) for alert in ALERTS},
}
COUNTED = {
    family.name + suffix
    for family in metrics.REGISTRY.collect()
    for suffix in {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}[family.type]
}
SHOWN = {"artel_database_up", "artel_database_answer_seconds", "artel_telemetry_up"}


@pytest.mark.parametrize("title", QUERIES)
def test_what_is_asked_of_our_own_is_counted_by_somebody(title: str) -> None:
    asked = set(re.findall(r"artel_\w+", QUERIES[title]))
    assert asked <= COUNTED | SHOWN | {f"artel_{name}" for name in metrics_export.documentation}


async def test_prometheus_reads_every_query(tmp_path_factory: pytest.TempPathFactory) -> None:
    rules = tmp_path_factory.mktemp("queries") / "rules.yml"
    recorded = [{"record": f"query:{number}", "expr": query} for number, query in enumerate(QUERIES.values())]
    rules.write_text(json.dumps({"groups": [{"name": "queries", "rules": recorded}]}), encoding="utf-8")
    code, output = await say("promtool", "check", "rules", str(rules))
    assert code == 0, output
