"""JSON into dataclasses: the exact words for each wrong field, and the bounds, both included."""

from dataclasses import dataclass, field
from typing import Annotated, Literal
from uuid import UUID

import pytest

from common.domain import shape
from common.domain.shape import Range
from tests.domain.table import ANNA


@dataclass(frozen=True)
class Inner:
    size: Annotated[int, Range(1, 3)] = 2


@dataclass(frozen=True)
class Outer:
    name: Literal["a", "b"]
    flag: bool = False
    owner: UUID | None = None
    inner: Inner = Inner()
    few: Annotated[tuple[Inner, ...], Range(1, 2)] = (Inner(),)
    many: tuple[bool, ...] = ()
    made: tuple[bool, ...] = field(default_factory=tuple)


def read(**given):
    errors = []
    made = shape.read(Outer, given, "it", errors)
    return made, {error.field: error.message for error in errors}


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"name": "a"}, Outer("a")),
        ({"name": "b", "flag": True}, Outer("b", True)),
        ({"name": "a", "owner": str(ANNA)}, Outer("a", owner=ANNA)),
        ({"name": "a", "owner": ANNA}, Outer("a", owner=ANNA)),
        ({"name": "a", "owner": None}, Outer("a")),
        ({"name": "a", "inner": {"size": 1}}, Outer("a", inner=Inner(1))),
        ({"name": "a", "inner": {"size": 3}}, Outer("a", inner=Inner(3))),
        ({"name": "a", "few": [{}]}, Outer("a", few=(Inner(),))),
        ({"name": "a", "few": ({}, {"size": 1})}, Outer("a", few=(Inner(), Inner(1)))),
        ({"name": "a", "many": [True] * 100}, Outer("a", many=(True,) * 100)),
        ({"name": "a", "many": []}, Outer("a")),
    ],
)
def test_what_fits_is_read(given, made):
    assert read(**given) == (made, {})


@pytest.mark.parametrize(
    ("given", "path", "message"),
    [
        ({}, "name", "is missing"),
        ({"name": "c"}, "name", "must be one of a, b"),
        ({"name": "a", "mane": 1}, "mane", "is not known; known are name, flag, owner, inner, few, many, made"),
        ({"name": "a", "flag": 1}, "flag", "must be true or false"),
        ({"name": "a", "owner": "Anna"}, "owner", "must be a UUID"),
        ({"name": "a", "inner": [1]}, "inner", "must be an object"),
        ({"name": "a", "inner": {"size": 0}}, "inner.size", "must be a whole number from 1 to 3"),
        ({"name": "a", "inner": {"size": 4}}, "inner.size", "must be a whole number from 1 to 3"),
        ({"name": "a", "inner": {"size": 2.0}}, "inner.size", "must be a whole number from 1 to 3"),
        ({"name": "a", "few": []}, "few", "must be a list of 1 to 2 items"),
        ({"name": "a", "few": [{}, {}, {}]}, "few", "must be a list of 1 to 2 items"),
        ({"name": "a", "few": [{}, {"size": 9}]}, "few.1.size", "must be a whole number from 1 to 3"),
        ({"name": "a", "many": [True] * 101}, "many", "must be a list of 0 to 100 items"),
        ({"name": "a", "many": {}}, "many", "must be a list of 0 to 100 items"),
    ],
)
def test_what_does_not_fit_is_named_with_what_would(given, path, message):
    assert read(**given) == (None, {f"it.{path}": message})


def test_all_that_is_wrong_is_named_and_nothing_is_read():
    assert read(flag=0, few=[{"size": 0}, 7]) == (
        None,
        {
            "it.name": "is missing",
            "it.flag": "must be true or false",
            "it.few.0.size": "must be a whole number from 1 to 3",
            "it.few.1": "must be an object",
        },
    )


def test_errors_that_were_there_before_do_not_hinder():
    errors = ["another"]
    assert shape.read(Inner, {"size": 3}, "it", errors) == Inner(3)
    assert errors == ["another"]


@pytest.mark.parametrize("hint", [int, str, list[int], Annotated[str, Range(1, 2)]])
def test_a_field_that_nothing_reads_is_the_programmers_mistake(hint):
    strange = dataclass(type("Strange", (), {"__annotations__": {"it": hint}, "it": None}))
    with pytest.raises(TypeError, match=r"it\.it: no reader for "):
        shape.read(strange, {"it": 1}, "it", [])
