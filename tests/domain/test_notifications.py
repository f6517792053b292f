from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain.notifications import REACHES, QuietHours, Settings

MOSCOW = ZoneInfo("Europe/Moscow")
NIGHT = QuietHours(time(23), time(9))
NOON = QuietHours(time(12), time(14, 30))


def at(day: int, *clock: int) -> datetime:
    return datetime(2026, 11, day, *clock, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("quiet", "moment", "over"),
    [
        (NIGHT, at(28, 22, 59), at(28, 22, 59)),
        (NIGHT, at(28, 23, 0), at(29, 9, 0)),
        (NIGHT, at(29, 0, 0), at(29, 9, 0)),
        (NIGHT, at(29, 8, 59), at(29, 9, 0)),
        (NIGHT, at(29, 9, 0), at(29, 9, 0)),
        (NOON, at(28, 11, 59), at(28, 11, 59)),
        (NOON, at(28, 13, 5), at(28, 14, 30)),
        (NOON, at(28, 14, 30), at(28, 14, 30)),
        (QuietHours(time(9), time(9)), at(28, 9, 1), at(29, 9, 0)),
    ],
)
def test_telegram_waits_for_the_end_of_quiet_hours(quiet: QuietHours, moment: datetime, over: datetime) -> None:
    settings = Settings(quiet_hours=quiet, time_zone="Europe/Moscow")
    assert settings.deliver_after(moment.astimezone(UTC)) == over


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("night", "morning"),
    [
        # The night that is an hour shorter, and the one that is longer.
        (datetime(2026, 3, 28, 23, 30, tzinfo=BERLIN), datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=BERLIN), datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_nine_is_nine_also_after_the_clocks_were_changed(night: datetime, morning: datetime) -> None:
    assert Settings(quiet_hours=NIGHT, time_zone="Europe/Berlin").deliver_after(night.astimezone(UTC)) == morning


LONG_AGO, LATER = datetime(2000, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001  # as hypothesis wants them


@given(
    st.times(),
    st.times(),
    st.datetimes(timezones=st.just(UTC), min_value=LONG_AGO, max_value=LATER),
    st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC"]),
)
def test_the_wait_goes_forward_and_is_over_within_a_day(begin: time, end: time, moment: datetime, zone: str) -> None:
    settings = Settings(quiet_hours=QuietHours(begin, end), time_zone=zone)
    waits = settings.deliver_after(moment) - moment
    assert timedelta(0) <= waits <= timedelta(hours=25)


def test_without_quiet_hours_nothing_waits() -> None:
    assert Settings().deliver_after(at(28, 3)) == at(28, 3)


def test_what_is_not_set_is_as_for_everyone_and_nothing_goes_to_telegram_with_the_switch_off() -> None:
    assert {kind: Settings().reach(kind) for kind in REACHES} == REACHES
    assert Settings(reaches={"report_ready": "off"}).reach("report_ready") == "off"
    assert Settings(telegram=False, reaches={"game_finished": "telegram"}).reach("game_finished") == "app"
    assert Settings(telegram=False, reaches={"game_finished": "off"}).reach("game_finished") == "off"
