"""GET /sessions/{id}"""

import re
from uuid import uuid4

from tests.functions.conftest import Begin, Phone
from tests.functions.evening import refusal


async def test_a_session_is_shown_with_every_field_of_the_contract(begin: Begin) -> None:
    evening = await begin("Анна", "Борис")
    guest = await evening.guest("Гость")
    match = await evening.start("Анна", "Борис")
    shown = (await evening.phones["Борис"].get(f"sessions/{evening.id}")).json()
    assert shown.pop("created_at").endswith("Z")
    assert re.fullmatch("[0-9a-f]{64}", shown.pop("seed_sha256"))
    assert shown.pop("rules")["point_price_kopecks"] == 50_00
    anna, boris = evening.people["Анна"], evening.people["Борис"]
    common = {"is_guest": False, "active": True}
    assert shown == {
        "id": evening.id,
        "code": evening.code,
        "name": "Бильярд",
        "status": "open",
        "host_seat_id": evening.seats["Анна"],
        "best_of": None,
        "series": None,
        "scorers": "host",
        "sums": "everyone",
        "seats": [
            {"id": evening.seats["Анна"], "player_id": str(anna.id), "display_name": "Анна", "role": "host"} | common,
            {"id": evening.seats["Борис"], "player_id": str(boris.id), "display_name": "Борис", "role": "player"}
            | common,
            {"id": guest, "player_id": None, "display_name": "Гость", "role": "player"} | common | {"is_guest": True},
        ],
        "current_game_id": match.id,
        "version": 4,
        "closed_at": None,
    }


async def test_every_visible_change_is_one_version(begin: Begin) -> None:
    evening = await begin("Анна")

    async def version() -> int:
        shown: int = (await evening.show())["version"]
        return shown

    versions = [await version()]
    await evening.guest("Гость")
    versions.append(await version())
    match = await evening.start()
    versions.append(await version())
    await match.pot("Анна")
    versions.append(await version())
    await match.finish()
    versions.append(await version())
    await (await evening.start()).cancel()
    versions.append(await version())
    await evening.host.post(f"sessions/{evening.id}/close")
    versions.append(await version())
    assert versions == [1, 2, 3, 4, 5, 7, 8]


async def test_leavers_see_it_and_others_do_not(begin: Begin, phone: Phone) -> None:
    evening, zoe = await begin("Анна", "Борис"), await phone("Зоя")
    await evening.phones["Борис"].post(f"sessions/{evening.id}/leave")
    assert (await evening.phones["Борис"].get(f"sessions/{evening.id}")).status_code == 200
    assert refusal(await zoe.get(f"sessions/{evening.id}")) == (404, "not_found")
    assert refusal(await zoe.get(f"sessions/{uuid4()}")) == (404, "not_found")
