"""Read JSON into frozen dataclasses, collecting for every wrong field its path and what would be right.

msgspec would do it faster, but stops at the first error and is no part of the standard library, which is all that the
domain may stand on. Supported: bool, int with a `Range`, Literal, UUID, `T | None`, `tuple[T, ...]` and dataclasses.
"""

from collections.abc import Hashable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from common.errors import FieldError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Range:
    """The bounds of an integer, or of the length of a tuple; both included."""

    low: int
    high: int


def read(cls: type[T], given: Mapping[str, Any], path: str, errors: list[FieldError]) -> T | None:
    """One `cls` out of a JSON object, or None when something was added to `errors`."""
    before = len(errors)
    hints = _hints(cls)  # type: ignore[arg-type]  # the type checker cannot say that classes are hashable
    errors += [
        FieldError(f"{path}.{key}", f"is not known; known are {', '.join(hints)}") for key in given if key not in hints
    ]
    values = {key: _value(hints[key], value, f"{path}.{key}", errors) for key, value in given.items() if key in hints}
    errors += [
        FieldError(f"{path}.{field.name}", "is missing")
        for field in fields(cls)  # type: ignore[arg-type]  # the type checker cannot say "T is a dataclass"
        if field.name not in given and field.default is MISSING and field.default_factory is MISSING
    ]
    return cls(**values) if len(errors) == before else None


@cache
def _hints(cls: Hashable) -> dict[str, Any]:
    return get_type_hints(cls, include_extras=True)


def _value(hint: Any, given: Any, path: str, errors: list[FieldError]) -> Any:
    bounds: Range | None = None
    if get_origin(hint) is Annotated:
        hint, bounds = get_args(hint)[:2]
    if get_origin(hint) in (UnionType, Union):  # `Annotated[int, …] | None` is a typing.Union, `int | None` is not
        if given is None:
            return None
        inner = next(arm for arm in get_args(hint) if arm is not NoneType)
        return _value(inner, given, path, errors)
    if get_origin(hint) is Literal:
        allowed = get_args(hint)
        fits = any(given == value and type(given) is type(value) for value in allowed)
        return _expect(fits, given, path, f"must be one of {', '.join(map(str, allowed))}", errors)
    if get_origin(hint) is tuple:
        return _items(get_args(hint)[0], given, bounds, path, errors)
    if hint is bool:
        return _expect(isinstance(given, bool), given, path, "must be true or false", errors)
    if hint is int and bounds:
        fits = isinstance(given, int) and not isinstance(given, bool) and bounds.low <= given <= bounds.high
        return _expect(fits, given, path, f"must be a whole number from {bounds.low} to {bounds.high}", errors)
    if hint is UUID:
        return _uuid(given, path, errors)
    if isinstance(hint, type) and is_dataclass(hint):
        fits = isinstance(given, Mapping)
        return read(hint, given, path, errors) if fits else _expect(False, given, path, "must be an object", errors)
    raise TypeError(f"{path}: no reader for {hint}")


def _items(hint: Any, given: Any, bounds: Range | None, path: str, errors: list[FieldError]) -> tuple[Any, ...]:
    bounds = bounds or Range(0, 100)
    if not isinstance(given, list | tuple) or not bounds.low <= len(given) <= bounds.high:
        errors.append(FieldError(path, f"must be a list of {bounds.low} to {bounds.high} items"))
        return ()
    return tuple(_value(hint, item, f"{path}.{index}", errors) for index, item in enumerate(given))


def _uuid(given: Any, path: str, errors: list[FieldError]) -> Any:
    try:
        return given if isinstance(given, UUID) else UUID(given)
    except (ValueError, TypeError, AttributeError):
        return _expect(False, given, path, "must be a UUID", errors)


def _expect(fits: bool, given: Any, path: str, message: str, errors: list[FieldError]) -> Any:
    if not fits:
        errors.append(FieldError(path, message))
    return given
