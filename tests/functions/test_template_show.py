"""GET /templates/{id}"""

from tests.functions.conftest import Phone
from tests.functions.evening import refusal

HOUSE = {"name": "Дом", "rules": {"game_type": "kolkhoz", "point_price_kopecks": 30_00}}


async def test_ones_own_and_the_systems_are_shown_as_in_the_list_and_nobody_elses(phone: Phone) -> None:
    anna, boris = await phone("Анна"), await phone("Борис")
    made = (await anna.post("templates", json=HOUSE)).json()
    listed = (await anna.get("templates")).json()["items"]
    for template in (made, listed[0]):
        assert (await anna.get(f"templates/{template['id']}")).json() == template
    assert refusal(await boris.get(f"templates/{made['id']}")) == (404, "template_unknown")
