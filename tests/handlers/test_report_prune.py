from datetime import timedelta

from common.db import Database
from common.domain.report import Wish
from common.settings import Settings
from common.store import reports
from common.store.reports import FORGOTTEN
from tests.handlers.conftest import on_two_machines
from tests.handlers.players import add_player, add_session

HOUR = timedelta(hours=1)
AGE = """
    UPDATE reports SET requested_at = now() - $1::interval, made_at = now() - $2::interval, size_bytes = $3
    WHERE time_zone = $4
"""
LEFT = "SELECT time_zone FROM report_requests JOIN reports ON reports.id = report_id"


async def test_reports_whose_files_are_gone_and_those_that_never_came_are_forgotten(
    settings: Settings, database: Database
) -> None:
    anna = await add_player(database)
    session = await add_session(database, anna)
    old, young = FORGOTTEN + HOUR, FORGOTTEN - HOUR
    ages = {"made": (old, old), "late": (old, young), "never": (old, None), "soon": (young, None)}
    for zone in ages:
        await reports.ask(database, session, anna, Wish("csv", "ru", zone, sums=True))
    for zone, (asked, made) in ages.items():
        await database.execute(AGE, asked, made, made and 3, zone)

    await on_two_machines("report_prune", settings)

    assert {row["time_zone"] for row in await database.fetch(LEFT)} == {"late", "soon"}
