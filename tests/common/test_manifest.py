"""A folder with a manifest is a function: nothing else has to be registered."""

import pytest

from common import manifest
from common.manifest import Manifest, ManifestError


def folder(root, name, text="", kind="functions"):
    made = root / kind / name
    made.mkdir(parents=True)
    (made / "manifest.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    return made


def test_an_empty_manifest_is_enough(tmp_path):
    made = folder(tmp_path, "game_finish")
    assert manifest.load(made) == Manifest(
        name="game_finish",
        folder=made,
        kind="http",
        group="http",
        needs=manifest.EVERYONES,
        min_instances=0,
        max_instances=4,
        concurrency=20,
        memory_mb=128,
        timeout_seconds=30,
    )


def test_a_manifest_says_what_the_code_cannot_know(tmp_path):
    made = folder(tmp_path, "stats_update", 'needs = ["postgres", "rabbitmq"]\nmax_instances = 8\n', "handlers")
    read, needs = manifest.load(made), {"postgres", "rabbitmq"} | manifest.EVERYONES
    assert (read.kind, read.group, read.needs, read.max_instances) == ("queue", "queue", needs, 8)
    assert read.service == "stats-update"


def test_a_folder_may_ask_for_the_packages_of_another_dependency_group(tmp_path):
    made = folder(tmp_path, "telegram_send", 'group = "telegram"\nasks_telegram = true', "handlers")
    read = manifest.load(made)
    assert (read.kind, read.group, read.asks_telegram) == ("queue", "telegram", True)


def test_every_group_is_locked():
    groups = {group for kind in manifest.GROUPS.values() for group in kind}
    assert groups <= {path.stem for path in (manifest.ROOT / "locks").glob("*.txt")}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("needs = [", r"broken/manifest.toml: Invalid value"),
        ("colour = 'red'", r"broken/manifest.toml: unknown \['colour'\]; known are \['asks_telegram', 'concurrency'"),
        ("name = 'other'", r"unknown \['name'\]"),
        ("kind = 'queue'", r"unknown \['kind'\]"),
        ("group = 'telegram'", r"group is 'telegram', none of \['http', 'files', 'rating'\]"),
        ("group = ['http']", r"group is \['http'\], none of"),
        ("needs = ['mongodb']", r"needs is \['mongodb'\], no list out of \['jwt_private_key'"),
        ("needs = 'postgres'", r"needs is 'postgres', no list"),
        ("needs = 5", r"needs is 5, no list"),
        ("needs = [['postgres']]", r"needs is \[\['postgres'\]\], no list"),
        ("asks_telegram = 1", r"asks_telegram is 1, neither true nor false"),
        ("max_instances = 'eight'", r"max_instances is 'eight', no whole number from 1"),
        ("max_instances = 0", r"max_instances is 0, no whole number from 1"),
        ("min_instances = -1", r"min_instances is -1, no whole number from 0"),
        ("concurrency = true", r"concurrency is True, no whole number"),
        ("memory_mb = 1.5", r"memory_mb is 1.5, no whole number"),
        (b"needs = ['\xff']", r"broken/manifest.toml: 'utf-8' codec"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_named_with_what_is_wrong(tmp_path, text, complaint):
    with pytest.raises(ManifestError, match=complaint):
        manifest.load(folder(tmp_path, "broken", text))


def test_a_folder_without_a_manifest_is_named(tmp_path):
    with pytest.raises(ManifestError, match=r"empty/manifest.toml: .*No such file"):
        manifest.load(tmp_path / "empty")


def test_the_shelf_is_all_functions_then_all_handlers_by_name(tmp_path):
    folder(tmp_path, "outbox_relay", kind="handlers")
    for name in ("session_show", "game_show"):
        folder(tmp_path, name)
    (tmp_path / "functions" / "__pycache__").mkdir()
    assert [(read.kind, read.name) for read in manifest.shelf(tmp_path)] == [
        ("http", "game_show"),
        ("http", "session_show"),
        ("queue", "outbox_relay"),
    ]


def test_the_object_named_after_the_folder_is_its_handler(tmp_path, monkeypatch):
    made = folder(tmp_path, "greet_world", kind="made_up_shelf")
    (made / "handler.py").write_text("def greet_world():\n    return 'hello'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert manifest.load(made).handler()() == "hello"


def test_every_folder_of_our_own_shelf_with_a_handler_has_its_manifest():
    handlers = manifest.ROOT.glob("functions/*/handler.py"), manifest.ROOT.glob("handlers/*/handler.py")
    assert {read.name for read in manifest.shelf()} == {path.parent.name for found in handlers for path in found}


def test_a_group_is_named_by_its_folders_or_by_the_folder_around_them(tmp_path):
    one, other = folder(tmp_path, "game_show"), folder(tmp_path, "game_start")
    folder(tmp_path, "stats_update", kind="handlers")
    assert [each.name for each in manifest.selected([one])] == ["game_show"]
    assert [each.name for each in manifest.selected([other, one])] == ["game_start", "game_show"]
    assert [each.name for each in manifest.selected([tmp_path / "functions"])] == ["game_show", "game_start"]


def test_an_image_serves_all_that_it_holds(tmp_path):
    folder(tmp_path, "game_show")
    assert [each.name for each in manifest.selected([], tmp_path)] == ["game_show"]


def test_functions_and_handlers_are_no_group(tmp_path):
    one, other = folder(tmp_path, "game_show"), folder(tmp_path, "stats_update", kind="handlers")
    with pytest.raises(ManifestError, match="not both in one"):
        manifest.selected([one, other])
    with pytest.raises(ManifestError, match="not none"):
        manifest.selected([], tmp_path / "nothing")
    with pytest.raises(ManifestError, match=r"nobody/manifest\.toml"):
        manifest.selected([tmp_path / "functions" / "nobody"])


def test_a_group_needs_what_its_members_need_and_has_the_longest_patience(tmp_path):
    members = [
        manifest.load(folder(tmp_path, "game_show", 'needs = ["postgres"]\ntimeout_seconds = 5')),
        manifest.load(folder(tmp_path, "auth_refresh", 'needs = ["postgres", "jwt_private_key"]')),
    ]
    whole = manifest.together(members)
    assert (whole.name, whole.kind, whole.timeout_seconds) == ("functions", "http", 30)
    assert whole.needs == {"postgres", "jwt_private_key"} | manifest.EVERYONES
    assert manifest.together(members[:1]) is members[0]
