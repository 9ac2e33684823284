"""From JSON to the models and back: unknown fields are kept aside, so that a newer service does no harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from urllib.parse import quote

from api.client.errors import UnexpectedResponse

M = TypeVar("M")


class Unset:
    """Marks an argument that is left out, where null would mean something else."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset()


def decoded(kind: Callable[..., M], content: Any) -> M:
    """A model from its JSON.

    :raises UnexpectedResponse: a field that the model needs is missing, or is something else.
    """
    try:
        made: M = _reader(kind)(content)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise UnexpectedResponse(f"no {getattr(kind, '__name__', kind)}: {error}") from error
    return made


def encoded(value: Any) -> Any:
    """A value as JSON has it; of models the fields that are set."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            wire_name(one): encoded(given)
            for one in fields(value)
            if one.name != "extra" and (given := getattr(value, one.name)) is not UNSET and given is not None
        }
    if isinstance(value, Mapping):
        return {str(name): encoded(one) for name, one in value.items() if one is not UNSET}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str | int | float | None):
        return value
    return [encoded(one) for one in value]


def query_of(given: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Query parameters without those left out."""
    return {name: _parameter(value) for name, value in given.items() if value is not None}


def part_of(value: str | int) -> str:
    """A value as one part of a path, whatever characters it has.

    :raises ValueError: it is empty, or would lead elsewhere.
    """
    text = str(value)
    if text in ("", ".", ".."):
        raise ValueError(f"{text!r} is no id")
    return quote(text, safe=":")


def wire_name(field: Field[Any]) -> str:
    """The name of a model's field in JSON."""
    return str(field.metadata.get("name", field.name))


def _parameter(value: Any) -> str | list[str]:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [str(_parameter(one)) for one in value]
    return str(value)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of a type from its JSON."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind is date:
        return _day
    if kind is datetime:
        return datetime.fromisoformat
    if origin is list:
        each = _reader(parts[0])
        return lambda value: [each(one) for one in _checked(value, list)]
    if origin in (dict, Mapping):
        of = _reader(parts[1])
        return lambda value: {name: of(one) for name, one in _checked(value, dict).items()}
    if origin in (Union, UnionType):
        return _of_several([part for part in parts if part is not NoneType])
    if origin is None and is_dataclass(kind):
        return _model_reader(kind)
    if origin is Literal or kind in (Any, object):
        return lambda value: value
    wanted = (int, float) if kind is float else kind
    return lambda value: _checked(value, wanted)


def _of_several(kinds: list[Any]) -> Callable[[Any], Any]:
    readers = [_reader(one) for one in kinds]

    def read(value: Any) -> Any:
        if value is None:
            return None
        for reader in readers[:-1]:
            try:
                return reader(value)
            except (TypeError, ValueError, KeyError):
                continue
        return readers[-1](value)

    return read


def _model_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    known = {
        wire_name(one): (one.name, _reader(hints[one.name]), one.default is MISSING and one.default_factory is MISSING)
        for one in fields(kind)
        if one.name != "extra"
    }

    def read(value: Any) -> Any:
        content = _checked(value, dict)
        given = {}
        for name, (own, reader, needed) in known.items():
            if name in content:
                try:
                    given[own] = reader(content[name])
                except (TypeError, ValueError) as error:
                    raise TypeError(f"{name}: {error}") from error
            elif needed:
                raise TypeError(f"{name} is missing")
        return kind(**given, extra={name: one for name, one in content.items() if name not in known})

    return read


def _day(value: Any) -> date:
    return date.fromisoformat(_checked(value, str))


def _checked(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{type(value).__name__} is not what was expected")
    return value
