"""Text of generated files: YAML and TOML that a person reads with pleasure, in the order that the renderer gives."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

HEAD = "# Rendered by `make render` from the manifests in functions/ and handlers/: do not edit.\n"


class _Dumper(yaml.SafeDumper):
    """Lists are indented below their key, and nothing is an alias of anything."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _block)


def yaml_text(*documents: Mapping[str, Any], about: str = "") -> str:
    """YAML documents below the head; `about` says in one line what they are."""
    parts = [
        yaml.dump(document, Dumper=_Dumper, sort_keys=False, width=120, allow_unicode=True) for document in documents
    ]
    return HEAD + _comment(about) + "---\n".join(parts)


def toml_text(table: Mapping[str, Any], about: str = "") -> str:
    """A TOML document below the head."""
    return HEAD + _comment(about) + "\n\n".join(_toml(table, ())) + "\n"


def _comment(about: str) -> str:
    return "".join(f"# {line}\n" for line in about.splitlines()) + "\n"


def _toml(table: Mapping[str, Any], path: tuple[str, ...], brackets: str = "[{}]") -> Iterator[str]:
    """A table's own values, then each table in it."""
    lines = [f"{key} = {_value(value)}" for key, value in table.items() if not _is_table(value)]
    if lines:
        yield "\n".join([*([brackets.format(".".join(path))] if path else []), *lines])
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _toml(value, (*path, key))
        elif _is_table(value):
            for each in value:
                yield from _toml(each, (*path, key), "[[{}]]")


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(each, Mapping) for each in value)
    )


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case _:
            return "[" + ", ".join(map(_value, value)) + "]"
