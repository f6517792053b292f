"""A trace goes on where it was handed over, and whatever is no traceparent begins a new one."""

import pytest

from common.correlation import Trace, traced

GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_step_has_the_trace_of_the_one_before_and_a_span_of_its_own() -> None:
    came = Trace.read(GIVEN)
    assert came is not None
    assert str(came) == GIVEN
    here = came.step()
    assert (here.trace_id, here.sampled) == (came.trace_id, True)
    assert here.span_id != came.span_id
    assert Trace.read(str(here)) == here


def test_a_newer_version_is_read_as_far_as_it_is_known() -> None:
    assert Trace.read(GIVEN.replace("00-", "cc-", 1) + "-what-comes-later") == Trace.read(GIVEN)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "",
        "0af7651916cd43dd8448eb211c80319c",
        GIVEN.upper(),
        GIVEN.replace("00-", "ff-", 1),
        f"00-{'0' * 32}-b7ad6b7169203331-01",
        f"00-0af7651916cd43dd8448eb211c80319c-{'0' * 16}-01",
        f"{GIVEN}x",
        f" {GIVEN}",
    ],
)
def test_what_is_wrong_is_ignored(wrong: str | None) -> None:
    assert Trace.read(wrong) is None


def test_traces_that_begin_here_are_all_different() -> None:
    assert len({Trace.begin().trace_id for _ in range(100)}) == 100


def test_without_a_trace_there_is_no_header() -> None:
    assert traced(None) == {}
    assert traced(GIVEN) == {"traceparent": GIVEN}
