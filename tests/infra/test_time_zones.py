"""Quiet hours and reports know every time zone, whatever the image's system lacks"""

import subprocess

import pytest

from common.manifest import GROUPS, ROOT

ASK = """
from datetime import UTC, datetime, time
from common.domain.notifications import QuietHours, Settings
night = Settings(quiet_hours=QuietHours(time(23), time(9)), time_zone="Asia/Vladivostok")
print(night.deliver_after(datetime(2026, 1, 1, 14, tzinfo=UTC)).astimezone(UTC).isoformat())
"""


@pytest.mark.parametrize("group", [group for groups in GROUPS.values() for group in groups])
def test_quiet_hours_end_in_the_morning_of_a_zone_that_the_system_does_not_know(group: str) -> None:
    said = subprocess.run(  # our own interpreter
        [ROOT / ".artel/venv" / group / "bin/python", "-c", ASK],
        env={"PYTHONTZPATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "2026-01-01T23:00:00+00:00"
