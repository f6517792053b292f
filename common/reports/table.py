"""A report as CSV that Excel opens by a double click: UTF-8 with its mark, in Russian semicolons and decimal commas.

Names and notes are written by people, so none may begin a formula.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from common.domain.phrases import Language
from common.domain.report import Report
from common.reports.words import Words

Row = Sequence[str | int]
DELIMITERS: dict[Language, str] = {"ru": ";", "en": ","}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of one."""


def rows(report: Report) -> bytes:
    """A block of rows for people, games, entries and what settles it; a blank line between them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITERS[report.language], lineterminator="\r\n")
    writer.writerows(_all(report, Words(report)))
    return text.getvalue().encode("utf-8-sig")


def _all(report: Report, words: Words) -> Iterator[Row]:
    title = words.title
    yield [_safe(report.name), words.time(report.began_at), report.time_zone]
    yield []
    nets = ["net"] if report.sums else []
    yield [title(each) for each in ("player", "games", "wins", "balls", "fouls", *nets)]
    for person in report.people:
        yield [
            *(_safe(person.name), person.games, person.wins, person.balls, person.fouls),
            *_sum(person.net_kopecks, report.language),
        ]
    yield []
    yield [
        title(each) for each in ("number", "rules", "began", "ended", "player", "points", "balls", "fouls", "won")
    ] + [title(each) for each in nets]
    for game in report.games:
        for score in game.scores:
            yield [
                *(game.number, title(game.game_type), words.time(game.started_at), words.time(game.finished_at)),
                *(_safe(score.name), score.points, score.balls, score.fouls, title("yes") if score.won else ""),
                *_sum(score.net_kopecks, report.language),
            ]
    if report.sums:
        yield from _money(report, words)


def _money(report: Report, words: Words) -> Iterator[Row]:
    yield []
    yield [words.title(each) for each in ("when", "what", "payer", "payee", "sum", "note")]
    for entry in report.entries:
        who = _safe(entry.payer), _safe(entry.payee or "")
        note = _safe(words.note(entry))
        yield [words.time(entry.at), words.title(entry.kind), *who, *_sum(entry.kopecks, report.language), note]
    yield []
    yield [words.title("settle up")]
    for each in report.settle_up:
        yield [_safe(each.payer), _safe(each.payee), *_sum(each.kopecks, report.language)]


def _sum(kopecks: int | None, language: Language) -> list[str | int]:
    """A sum in roubles as the reader's spreadsheet writes numbers, without what it would not add up."""
    if kopecks is None:
        return []
    text = f"{'-' if kopecks < 0 else ''}{abs(kopecks) // 100}.{abs(kopecks) % 100:02}"
    return [text.replace(".", ",") if language == "ru" else text]


def _safe(text: str) -> str:
    """As written, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
