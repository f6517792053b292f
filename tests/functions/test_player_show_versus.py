"""GET /players/{id}/versus/{other_id}"""

from uuid import uuid4

from common.db import Database
from tests.functions.conftest import Begin
from tests.functions.evening import refusal


async def test_both_see_the_same_games_from_their_own_side(begin: Begin) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    first = await evening.start("Анна", "Борис", "Вера")
    await first.pot("Борис", times=3)  # Anna, who shoots before him, pays
    await first.pot("Вера")
    await first.finish()
    second = await evening.start("Анна", "Борис")
    await second.pot("Анна", times=2)
    await second.finish()
    reopened = await evening.start("Борис", "Анна")
    await reopened.pot("Анна")
    await reopened.finish()
    await evening.host.post(f"games/{reopened.id}/reopen")
    anna, boris = evening.people["Анна"].id, evening.people["Борис"].id
    seen = (await evening.host.get(f"players/{anna}/versus/{boris}")).json()
    assert seen.pop("other")["display_name"] == "Борис"
    assert seen == {
        "evenings": 1,
        "games": 2,
        "wins": 1,
        "losses": 1,
        "got_kopecks": 100_00,
        "paid_kopecks": 150_00,
    }
    mirrored = (await evening.phones["Борис"].get(f"players/{boris}/versus/{anna}")).json()
    assert (mirrored["got_kopecks"], mirrored["paid_kopecks"]) == (150_00, 100_00)
    assert (await evening.phones["Борис"].get(f"players/{anna}/versus/{boris}")).json() == seen | {
        "other": mirrored["other"] | {"id": str(boris), "display_name": "Борис"}
    }


async def test_it_is_between_two_who_have_met_and_one_of_them_asks(begin: Begin) -> None:
    evening, other = await begin("Анна", "Борис", "Вера"), await begin("Зоя")
    anna, boris = evening.people["Анна"].id, evening.people["Борис"].id
    vera, zoe = evening.phones["Вера"], other.people["Зоя"].id
    assert refusal(await vera.get(f"players/{anna}/versus/{boris}")) == (404, "not_found")
    for nobody in (anna, zoe, uuid4()):
        assert refusal(await evening.host.get(f"players/{anna}/versus/{nobody}")) == (404, "not_found")


async def test_whoever_is_gone_is_nobody_on_either_side(begin: Begin, database: Database) -> None:
    evening = await begin("Анна", "Борис")
    anna, boris = evening.people["Анна"].id, evening.people["Борис"].id
    await database.execute("UPDATE players SET erased_at = now() WHERE id = $1", boris)
    for path in (f"players/{anna}/versus/{boris}", f"players/{boris}/versus/{anna}"):
        assert refusal(await evening.host.get(path)) == (404, "not_found")
