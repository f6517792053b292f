"""PUT /templates/{id}"""

from tests.functions.conftest import Phone, Unchanged
from tests.functions.evening import refusal

HOUSE = {"name": "Дом", "rules": {"game_type": "kolkhoz", "point_price_kopecks": 30_00}}
CLUB = {"name": "Клуб", "rules": {"game_type": "classic_pyramid", "target": 50}}


async def test_name_and_rules_are_replaced_and_an_evening_keeps_its_own(phone: Phone) -> None:
    anna = await phone("Анна")
    made = (await anna.post("templates", json=HOUSE)).json()
    session = (await anna.post("sessions", json={"template_id": made["id"]})).json()
    answer = await anna.put(f"templates/{made['id']}", json=CLUB)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["id"], answer.json()["name"]) == (made["id"], "Клуб")
    assert (answer.json()["rules"]["game_type"], answer.json()["rules"]["target"]) == ("classic_pyramid", 50)
    assert (await anna.get("templates")).json()["items"][-1] == answer.json()
    assert (await anna.get(f"sessions/{session['id']}")).json()["rules"] == session["rules"] == made["rules"]


async def test_only_ones_own(phone: Phone, unchanged: Unchanged) -> None:
    anna, boris = await phone("Анна"), await phone("Борис")
    made = (await anna.post("templates", json=HOUSE)).json()
    system = (await anna.get("templates")).json()["items"][0]
    async with unchanged():
        assert refusal(await boris.put(f"templates/{made['id']}", json=CLUB)) == (404, "template_unknown")
        assert refusal(await anna.put(f"templates/{system['id']}", json=CLUB)) == (403, "not_allowed")
        wrong = CLUB | {"rules": {"game_type": "snooker"}}
        assert refusal(await anna.put(f"templates/{made['id']}", json=wrong)) == (400, "rules_invalid")
