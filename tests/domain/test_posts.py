"""What comes next in a chat's line."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain.posts import LEASE, LONGEST, Post, Wait, next_posts, pause, text_of

NOW = datetime(2026, 11, 29, 20, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def post(number: int, text: str = "", **given: object) -> Post:
    given = {"deliver_after": NOW, **given}
    return Post(UUID(int=number), text or f"news {number}", None, "ru", **given)  # type: ignore[arg-type]  # any field


def test_what_has_gathered_goes_out_as_one_message_in_its_order() -> None:
    line = [post(1), post(2), post(3)]
    assert next_posts(line, not_before=None, moment=NOW) == tuple(line)
    assert text_of(line) == "news 1\n\nnews 2\n\nnews 3"


def test_while_one_is_under_way_the_others_wait() -> None:
    assert next_posts([post(1, state="sending"), post(2)], not_before=None, moment=NOW) == Wait(NOW + LEASE)


def test_a_chat_that_must_be_left_alone_is() -> None:
    assert next_posts([post(1)], not_before=LATER, moment=NOW) == Wait(LATER)
    assert next_posts([post(1)], not_before=LATER, moment=LATER) == (post(1),)


def test_quiet_hours_hold_up_only_what_is_meant_for_after_them() -> None:
    quiet = post(1, deliver_after=LATER)
    assert next_posts([quiet, post(2)], not_before=None, moment=NOW) == (post(2),)
    assert next_posts([quiet], not_before=None, moment=NOW) == Wait(LATER)
    assert next_posts([], not_before=LATER, moment=NOW) is None


def test_what_may_be_the_reason_of_a_refusal_goes_by_itself() -> None:
    assert next_posts([post(1, alone=True), post(2)], not_before=None, moment=NOW) == (post(1, alone=True),)
    assert next_posts([post(1), post(2, alone=True), post(3)], not_before=None, moment=NOW) == (post(1),)


@given(st.lists(st.text("aя🎱", min_size=1, max_size=5000), min_size=1, max_size=6))
def test_every_message_fits_and_all_are_sent_in_order(texts: list[str]) -> None:
    line = [post(number, text) for number, text in enumerate(texts)]
    sent: list[Post] = []
    while line:
        taken = next_posts(line, not_before=None, moment=NOW)
        assert isinstance(taken, tuple)
        assert 0 < len(text_of(taken).encode("utf-16-le")) // 2 <= LONGEST
        sent, line = [*sent, *taken], line[len(taken) :]
    assert [each.text for each in sent] == texts


@pytest.mark.parametrize(("failures", "seconds"), [(1, 5), (2, 10), (4, 40), (7, 300), (5000, 300)])
def test_pauses_grow_up_to_a_limit(failures: int, seconds: int) -> None:
    assert pause(failures) == timedelta(seconds=seconds)
