"""A report as pages (PDF) and as a card to show around (PNG), set by Typst. What stands where is in evening.typ.

What people have written is data for Typst, and never markup. Nothing but the files named here is read: no fonts of the
machine, no packages, no network.
"""

import json
from pathlib import Path
from typing import Any

import fontpkg_pt_sans
import typst

from common.domain.report import Report
from common.reports.words import TITLES, Words

TEMPLATE = Path(__file__).with_name("evening.typ").read_bytes()
FONTS = Path(fontpkg_pt_sans.__file__).with_name("files")
"""PT Sans (Open Font License): made for Russian, with a rouble sign."""
CARD_PPI = 144.0
"""The card is 540 points wide: 1080 pixels."""


def pages(report: Report) -> bytes:
    """The whole evening, on as many pages as it takes."""
    return _compile(report, "pages", format="pdf")


def card(report: Report) -> bytes:
    """People and payments in one picture."""
    return _compile(report, "card", format="png", ppi=CARD_PPI)


def _compile(report: Report, shape: str, **options: Any) -> bytes:
    made = typst.compile(
        TEMPLATE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"shape": shape, "report": json.dumps(_said(report), ensure_ascii=False)},
        timestamp=report.as_of.replace(microsecond=0),
        **options,
    )
    assert isinstance(made, bytes)  # noqa: S101  # a list of them only where there are several pictures
    return made


def _said(report: Report) -> dict[str, Any]:
    """Everything on the page, as text in the report's language."""
    words = Words(report)
    until = f" – {words.clock(report.closed_at)}" if report.closed_at else ""
    return {
        "titles": {name: words.title(name) for name in TITLES},
        "language": report.language,
        "sums": report.sums,
        "name": report.name,
        "when": f"{words.time(report.began_at)}{until}",
        "as_of": f"{words.title('as of')} {words.time(report.as_of)} ({report.time_zone})",
        "people": [
            {
                "name": each.name,
                "figures": [each.games, each.wins, each.balls, each.fouls],
                "net": _net(each.net_kopecks, words),
                "down": (each.net_kopecks or 0) < 0,
            }
            for each in report.people
        ],
        "games": [
            {
                "title": f"{words.title('number')} {each.number}. {words.title(each.game_type)}",
                "when": f"{words.clock(each.started_at)} – {words.clock(each.finished_at)}",
                "scores": [
                    {
                        "name": score.name,
                        "won": score.won,
                        "figures": [score.points, score.balls, score.fouls],
                        "net": _net(score.net_kopecks, words),
                        "down": (score.net_kopecks or 0) < 0,
                    }
                    for score in each.scores
                ],
            }
            for each in report.games
        ],
        "entries": [
            {
                "when": words.clock(each.at),
                "what": words.title(each.kind),
                "who": " → ".join(filter(None, (each.payer, each.payee))),
                "sum": words.money(each.kopecks),
                "note": words.note(each),
            }
            for each in report.entries
        ],
        "settle_up": [
            {"payer": each.payer, "payee": each.payee, "sum": words.money(each.kopecks)} for each in report.settle_up
        ],
    }


def _net(kopecks: int | None, words: Words) -> str:
    return "" if kopecks is None else words.net(kopecks)
