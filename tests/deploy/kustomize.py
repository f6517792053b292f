"""As much of `kustomize build` as our folders use, so that they are checked where that program is not installed.

Resources, components, generated ConfigMaps that are merged, and replacements; a reference to nothing is an error. What
it lacks are the hash behind a generated name and the namespace, of which no check here depends.
"""

from pathlib import Path
from typing import Any

import yaml

Object = dict[str, Any]


def build(folder: Path) -> list[Object]:
    """All objects of a folder with a kustomization.yaml. Raises for anything that does not resolve."""
    listed = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    objects: list[Object] = []
    for resource in listed.get("resources", []):
        path = folder / resource
        objects += build(path) if path.is_dir() else documents(path)
    for generator in listed.get("configMapGenerator", []):
        _generate(folder, generator, objects)
    for component in listed.get("components", []):
        described = yaml.safe_load((folder / component / "kustomization.yaml").read_text(encoding="utf-8"))
        for replacement in described["replacements"]:
            _replace(replacement, objects)
    names = [(each["kind"], each["metadata"]["name"]) for each in objects]
    assert len(names) == len(set(names)), f"twice in {folder}: {names}"
    return objects


def documents(path: Path) -> list[Object]:
    return list(yaml.load_all(path.read_text(encoding="utf-8"), yaml.CSafeLoader))


def find(objects: list[Object], kind: str, name: str) -> Object:
    (found,) = (each for each in objects if (each["kind"], each["metadata"]["name"]) == (kind, name))
    return found


def _generate(folder: Path, generator: Object, objects: list[Object]) -> None:
    # Kustomize reads no file from outside the folder.
    data = {Path(name).name: (folder / Path(name).name).read_text(encoding="utf-8") for name in generator["files"]}
    if generator.get("behavior") == "merge":
        find(objects, "ConfigMap", generator["name"])["data"].update(data)
    else:
        made = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": generator["name"]}, "data": data}
        objects.append(made)


def _replace(replacement: Object, objects: list[Object]) -> None:
    source = replacement["source"]
    value: Any = find(objects, source["kind"], source["name"])
    for key in source["fieldPath"].split("."):
        value = value[key]
    for target in replacement["targets"]:
        wanted = target["select"]
        for each in objects:
            group = each["apiVersion"].rpartition("/")[0]
            if each["kind"] == wanted["kind"] and wanted.get("group", group) == group:
                for path in target["fieldPaths"]:
                    _put(each, path.split("."), value, target.get("options"))


def _put(into: Any, path: list[str], value: str, options: Object | None) -> None:
    key, *rest = path
    keys = range(len(into)) if key == "*" else [int(key) if isinstance(into, list) else key]
    for at in keys:
        if rest:
            _put(into[at], rest, value, options)
        elif options is None:
            into[at] = value
        else:
            parts = into[at].split(options["delimiter"])
            parts[options["index"]] = value
            into[at] = options["delimiter"].join(parts)
