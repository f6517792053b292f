"""What a report says, and what it looks like as a file: the same bytes for the same value"""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args
from uuid import UUID

import pytest

from common import reports
from common.domain import journal, report
from common.domain.report import Entry, Format, Game, Payment, Person, Report, Score
from common.reports import typeset
from common.reports.words import TITLES, Words

ANNA, BORIS, GUEST = UUID(int=1), UUID(int=2), UUID(int=3)
NAMES = {ANNA: "Анна", BORIS: "Борис", GUEST: "Гость"}
WON = report.Played(
    1,
    "kolkhoz",
    frozenset({BORIS}),
    datetime(2026, 11, 28, 21, 5, tzinfo=UTC),
    datetime(2026, 11, 28, 21, 40, tzinfo=UTC),
    (report.SeatScore(ANNA, 3, 3, 1, -250_50), report.SeatScore(BORIS, 8, 8, 0, 250_50)),
)
EVENING = Report(
    name="Вечер в «Шаре»",
    began_at=datetime(2026, 11, 28, 21, 0, tzinfo=UTC),
    closed_at=datetime(2026, 11, 28, 23, 30, tzinfo=UTC),
    as_of=datetime(2026, 11, 28, 23, 31, 5, 123, tzinfo=UTC),
    people=(Person("Борис", 1, 1, 8, 0, 250_50), Person("=1+1", 1, 0, 3, 1, -250_50)),
    games=(
        Game(
            1,
            "kolkhoz",
            WON.started_at,
            WON.finished_at,
            (Score("Борис", 8, 8, 0, True, 250_50), Score("=1+1", -3, 3, 1, False, -250_50)),
        ),
    ),
    entries=(Entry("payment", WON.finished_at, "=1+1", "Борис", 100_00, "@наличными", confirmed=False),),
    settle_up=(Payment("=1+1", "Борис", 150_50),),
    sums=True,
    language="ru",
    time_zone="Europe/Moscow",
)
FOR_POINTS = replace(
    EVENING,
    people=tuple(replace(each, net_kopecks=None) for each in EVENING.people),
    games=tuple(
        replace(each, scores=tuple(replace(score, net_kopecks=None) for score in each.scores)) for each in EVENING.games
    ),
    entries=(),
    settle_up=(),
    sums=False,
)


def test_people_stand_in_the_order_of_money_or_else_of_wins() -> None:
    nets = {ANNA: -250_50, BORIS: 250_50, GUEST: 0}
    assert [each.name for each in report.people(NAMES, [WON], nets)] == ["Борис", "Анна"]
    found = report.people(NAMES, [WON], None)
    assert [(each.name, each.games, each.wins, each.net_kopecks) for each in found] == [
        ("Борис", 1, 1, None),
        ("Анна", 1, 0, None),
    ]
    owing = report.people(NAMES, [], {ANNA: -100, BORIS: 0, GUEST: 100})
    assert [each.name for each in owing] == ["Гость", "Анна"]


def test_a_game_without_sums_says_none() -> None:
    ((full,), (points,)) = (report.games(NAMES, [WON], sums=sums) for sums in (True, False))
    assert [(each.name, each.won, each.net_kopecks) for each in full.scores] == [
        ("Борис", True, 250_50),
        ("Анна", False, -250_50),
    ]
    assert [each.net_kopecks for each in points.scores] == [None, None]


@pytest.mark.parametrize(
    ("kind", "reversed_by", "is_shown"),
    [("bar", None, True), ("payment", None, True), ("game", None, False), ("bar", GUEST, False)],
)
def test_bills_and_payments_that_stand_are_shown(kind: journal.Kind, reversed_by: UUID | None, is_shown: bool) -> None:
    payee = BORIS if kind == "payment" else None
    kept = journal.Entry(
        GUEST, kind, None, None, reversed_by, ANNA, payee, 100, {}, "чай", (), confirmed=True, recorded_by=GUEST
    )
    shown = report.entry(NAMES, kept, WON.finished_at)
    assert (shown is not None) == is_shown
    if shown:
        assert (shown.payer, shown.payee, shown.kopecks, shown.text) == ("Анна", NAMES.get(payee), 100, "чай")


@pytest.mark.parametrize("format_", get_args(Format))
def test_the_same_report_is_the_same_file(format_: Format) -> None:
    assert reports.render(EVENING, format_) == reports.render(EVENING, format_)


@pytest.mark.parametrize("said", [FOR_POINTS, replace(EVENING, language="en", people=(), games=())])
def test_without_sums_or_without_a_game_it_is_set_too(said: Report) -> None:
    assert reports.render(said, "pdf").startswith(b"%PDF-")


def test_it_is_saved_under_its_day_where_it_was_played() -> None:
    assert reports.filename(EVENING, "pdf") == "artel-2026-11-29.pdf"


def read(data: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_a_russian_spreadsheet_reads_the_table_and_takes_no_name_for_a_formula() -> None:
    data = reports.render(EVENING, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    rows = read(data, ";")
    assert rows[0] == ["Вечер в «Шаре»", "29.11.2026 00:00", "Europe/Moscow"]
    assert ["Борис", "1", "1", "8", "0", "250,50"] in rows
    assert ["'=1+1", "1", "0", "3", "1", "-250,50"] in rows
    assert ["29.11.2026 00:40", "Платёж", "'=1+1", "Борис", "100,00", "'@наличными; не подтверждён"] in rows
    assert rows[-1] == ["'=1+1", "Борис", "150,50"]


def test_in_english_it_has_commas_and_decimal_points() -> None:
    rows = read(reports.render(replace(EVENING, language="en"), "csv"), ",")
    assert ["Борис", "1", "1", "8", "0", "250.50"] in rows


@pytest.mark.parametrize("format_", ["csv", "json"])
def test_one_for_points_says_no_sum(format_: Format) -> None:
    text = reports.render(FOR_POINTS, format_).decode()
    assert "250" not in text
    assert "₽" not in text


def test_json_is_the_value_itself() -> None:
    said = json.loads(reports.render(EVENING, "json"))
    assert said["people"][0] == {"name": "Борис", "games": 1, "wins": 1, "balls": 8, "fouls": 0, "net_kopecks": 250_50}
    assert said["began_at"] == "2026-11-28T21:00:00Z"


def test_the_card_is_one_picture_1080_pixels_wide() -> None:
    png = reports.render(EVENING, "png")
    assert (png[:8], int.from_bytes(png[16:20])) == (b"\x89PNG\r\n\x1a\n", 1080)


def test_what_people_write_is_no_markup() -> None:
    tricky = replace(EVENING, name='#panic("no") $x$ *b* \\ " </script>')
    assert typeset.pages(tricky).startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_everything_is_said_in_every_language(language: str) -> None:
    words = Words(replace(EVENING, language=language))
    assert all(words.title(name) for name in TITLES)
    assert words.net(-1_50) == (
        "\N{MINUS SIGN}1,50\N{NO-BREAK SPACE}₽" if language == "ru" else "\N{MINUS SIGN}1.50\N{NO-BREAK SPACE}₽"
    )
