"""Alerts fire when they should and not otherwise, by Prometheus's own tool; and each says what to do"""

import asyncio
import re

import pytest

from common.manifest import ROOT
from infra.local import programs
from infra.render import alerts

FOLDER = ROOT / "infra/prometheus"


async def say(program: str, *arguments: str, given: str = "") -> tuple[int | None, str]:
    """The exit code of one of Prometheus's tools, and what it says of what is given."""
    process = await asyncio.create_subprocess_exec(
        programs.watching(program),
        *arguments,
        cwd=FOLDER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate(given.encode())
    return process.returncode, output.decode()


@pytest.mark.parametrize(
    "command",
    [
        "promtool check config prometheus.yml",
        "promtool check rules rules.yml",
        "promtool test rules tests.yml",
        "amtool check-config alertmanager.yml",
    ],
)
async def test_prometheus_and_alertmanager_accept_it(command: str) -> None:
    code, output = await say(*command.split())
    assert code == 0, output


@pytest.mark.parametrize("alert", alerts.ALERTS, ids=lambda alert: alert.name)
def test_each_alert_has_a_section_in_the_runbook(alert: alerts.Alert) -> None:
    sections = re.findall(r"^### (\w+)$", (ROOT / alerts.RUNBOOKS).read_text(encoding="utf-8"), re.MULTILINE)
    assert sections.count(alert.name) == 1


def test_what_is_needless_is_the_name_of_an_alert() -> None:
    names = {alert.name for alert in alerts.ALERTS}
    assert names >= {*alerts.CAUSES, *(each for needless in alerts.CAUSES.values() for each in needless)}


def test_times_are_shortened_and_nothing_else() -> None:
    assert alerts.scaled("rate(x[5m]) > 0.5 and y[1h] > $60", 1 / 60) == "rate(x[5s]) > 0.5 and y[1m] > 1"
    assert [alerts.duration(seconds) for seconds in (0.25, 15, 60, 90, 3600)] == ["250ms", "15s", "1m", "90s", "60m"]
