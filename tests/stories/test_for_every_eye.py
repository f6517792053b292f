"""For eyes to which colours are alike each ball has a mark, and for those that motion makes ill nothing moves"""

from base64 import b64encode
from itertools import combinations

from playwright.async_api import Page

from infra.local.runner import Runner
from tests.stories.conftest import Open
from tests.stories.phone import Phone
from tests.stories.table import Table

COLOURS = ("white", "yellow", "pink", "green", "red", "blue", "brown", "black", "orange", "purple")
DEFICIENCIES = ("protanopia", "deuteranopia", "tritanopia", "achromatopsia")
GRID = 16
"""Points across a ball at which it is looked at."""
VISIBLE = 24
"""Of 255: by so much a mark is lighter than the ball that it is on."""

APART = 0.1
"""Share of a ball on which the marks of any two are not the same."""

ALIKE = {
    "game_type": "kolkhoz",
    "point_price_kopecks": 50_00,
    "balls": [{"color": color, "value": 2, "count": 9} for color in COLOURS],
}
"""The worst case: ten colours of one price, so that no number tells them apart."""

MARKS = """async ({plain, patterned, boxes, grid, visible}) => {
    const seen = async picture => {
        const image = new Image();
        image.src = `data:image/png;base64,${picture}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
        canvas.drawImage(image, 0, 0);
        const {data} = canvas.getImageData(0, 0, image.width, image.height);
        const scale = image.width / innerWidth;
        return (x, y) => {
            const [r, g, b] = data.subarray(4 * (Math.round(y * scale) * image.width + Math.round(x * scale)));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
    };
    const [before, after] = [await seen(plain), await seen(patterned)];
    return boxes.map(({x, y, width}) => {
        let bits = '';
        for (let row = 0; row < grid; row++) for (let column = 0; column < grid; column++) {
            const [across, down] = [(column + 0.5) / grid, (row + 0.5) / grid];
            if (Math.hypot(across - 0.5, down - 0.5) > 0.46) continue;
            const at = [x + across * width, y + down * width];
            bits += after(...at) - before(...at) > visible ? '1' : '0';
        }
        return bits;
    });
}"""
"""Where each ball's mark shows: a string of bits for every box, of the points within the ball."""

MOVES = """() => document.getAnimations().map(each => each.animationName || each.transitionProperty)"""

TAP = f"""mark => {{
    document.querySelector(`[data-testid=${{mark}}]`).click();
    return Promise.resolve().then({MOVES});
}}"""
"""Taps, and says what moves before the first frame of it is drawn."""

STYLED = """() => [...document.querySelectorAll('*')].flatMap(each => [null, '::before', '::after'].map(part => {
        const {animationName, transitionDuration} = getComputedStyle(each, part);
        return animationName === 'none' && /^[0s, ]*$/.test(transitionDuration) ? '' : `${each.className}${part ?? ''}`;
    })).filter(Boolean)"""
"""Whatever would move if it changed."""


async def test_every_colour_has_a_mark_of_its_own(product: Runner, phone: Open) -> None:
    table = await Table.lay(product, "Марат", guests=("Саша",), rules=ALIKE)
    game = await table.begin()
    for color in COLOURS:
        await table.host.record(game, kind="pot", ball={"color": color}, seat_id=table.seats["Саша"])
    await table.host.close()
    marat = await phone("Марат", path=table.path)
    await marat.expect("seat-card", points=20)
    await marat.page.emulate_media(reduced_motion="reduce")
    balls = [ball for where in ("ball", "potted") for ball in await marat.see(where).locator("[data-tint]").all()]
    assert [await ball.get_attribute("data-tint") for ball in balls] == [*COLOURS] * 2
    boxes = [await ball.bounding_box() for ball in balls]
    for deficiency in DEFICIENCIES:
        marks = await _marks(marat.page, boxes, deficiency)
        for where, those in (("the dock", marks[:10]), ("what was potted", marks[10:])):
            assert "1" not in those[0], f"{where}: white is known by having none"
            for (one, a), (other, b) in combinations(zip(COLOURS, those, strict=True), 2):
                apart = sum(x != y for x, y in zip(a, b, strict=True)) / len(a)
                assert apart > APART, f"{where}, {deficiency}: {one} and {other} look alike ({apart:.0%})"


async def _marks(page: Page, boxes: list[dict[str, float] | None], deficiency: str) -> list[str]:
    eyes = await page.context.new_cdp_session(page)
    await eyes.send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
    pictures = {}
    for balls in ("plain", "patterned"):
        await page.evaluate("balls => { document.documentElement.dataset.balls = balls; }", balls)
        pictures[balls] = b64encode(await page.screenshot()).decode()
    await eyes.detach()
    found: list[str] = await page.evaluate(MARKS, pictures | {"boxes": boxes, "grid": GRID, "visible": VISIBLE})
    return found


async def test_nothing_moves_for_whom_motion_makes_ill(product: Runner, phone: Open) -> None:
    table = await Table.lay(product, "Марат", guests=("Саша",))
    await table.begin()
    await table.host.close()
    marat = await phone("Марат", path=table.path)
    await marat.expect("seat-card", 2)
    assert any("pop" in name for name in await marat.page.evaluate(TAP, "ball"))

    await marat.page.emulate_media(reduced_motion="reduce")
    assert await marat.page.evaluate(TAP, "ball") == []
    await _open(marat, "history-open")
    await marat.page.keyboard.press("Escape")
    await _open(marat, "finish")
    async with marat.offline():
        await marat.tap("finish-confirm")
        await marat.expect("toast")
        assert await marat.page.evaluate(STYLED) == []


async def _open(phone: Phone, mark: str) -> None:
    """A sheet, which is there at once."""
    await phone.tap(mark)
    await phone.page.get_by_role("dialog").wait_for()
    assert await phone.page.evaluate(MOVES) == []
    assert await phone.page.evaluate(STYLED) == []
