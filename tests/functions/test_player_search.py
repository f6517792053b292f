"""GET /players"""

from common.db import Database
from tests.functions.conftest import Begin, Phone
from tests.functions.evening import refusal


async def test_people_one_has_met_come_first_met_last(begin: Begin, phone: Phone) -> None:
    evening = await begin("Анна", "Борис", "Вера")
    anna = evening.host
    await phone("Чужой")
    second = (await anna.post("sessions", json={})).json()
    await evening.phones["Борис"].post("sessions/join", json={"code": second["code"]})

    async def found(**asked: object) -> list[str]:
        answer = await anna.get("players", params=asked)
        assert answer.status_code == 200, answer.text
        assert answer.json()["next_cursor"] is None
        return [each["display_name"] for each in answer.json()["items"]]

    assert await found() == await found(query="") == await found(query="  ") == ["Борис", "Вера"]
    assert await found(limit=1) == ["Борис"]
    assert await found(query="ЕР") == ["Вера"]
    assert await found(query="Чужой") == await found(query="%") == await found(query="Анна") == []


async def test_a_stranger_is_found_by_his_whole_username_only(phone: Phone, database: Database) -> None:
    anna = await phone("Анна")
    await phone("Зоя")
    await database.execute("UPDATE players SET username = 'Zoe_K' WHERE display_name = 'Зоя'")
    for query, count in {"zoe_k": 1, "@ZOE_K": 1, "zoe": 0, "Зоя": 0}.items():
        assert len((await anna.get("players", params={"query": query})).json()["items"]) == count
    await database.execute("UPDATE players SET erased_at = now() WHERE display_name = 'Зоя'")
    assert (await anna.get("players", params={"query": "zoe_k"})).json()["items"] == []


async def test_bad_questions_are_refused(phone: Phone) -> None:
    anna = await phone("Анна")
    for asked in ({"query": "я" * 65}, {"limit": 0}, {"limit": 51}, {"limit": "many"}):
        assert refusal(await anna.get("players", params=asked)) == (400, "payload_invalid")
