"""What the page may run, under the policy that every gateway sends; each other story ends without a violation of it"""

from tests.stories.conftest import Open


async def test_the_page_runs_no_script_that_is_not_its_own(phone: Open) -> None:
    marat = await phone("Марат")
    await marat.expect("home-new")
    assert await marat.page.evaluate("document.documentElement.dataset.theme") == "light"
    await marat.page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'), {text: 'evil = 1'}))"
    )
    assert await marat.page.evaluate("typeof evil") == "undefined"
    (violation,) = marat.faults
    assert "Content Security Policy directive 'script-src" in violation
    marat.faults.clear()
