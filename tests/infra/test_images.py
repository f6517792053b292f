"""`make images` says what it builds, and why"""

from infra.docker.images import explained, parts, reasons

MADE = {"a": {"common": "1", "functions/a": "1"}, "b": {"common": "1", "functions/b": "1"}}


def test_an_image_that_is_as_its_sources_is_left_alone() -> None:
    assert reasons(MADE, MADE) == {}
    assert explained({}, 2) == "All 2 images are as their sources: nothing to build."


def test_a_changed_folder_is_the_reason_for_one_image() -> None:
    stale = reasons(MADE, MADE | {"a": {"common": "1", "functions/a": "0"}})
    assert stale == {"a": ["functions/a"]}
    assert explained(stale, 2) == "a: functions/a has changed"


def test_what_all_share_is_said_once() -> None:
    before = {image: {**made, "common": "0"} for image, made in MADE.items()}
    assert explained(reasons(MADE, before), 2) == "all 2 images: common has changed"


def test_several_reasons_and_images_that_are_not_there() -> None:
    stale = reasons(MADE, {"a": {"common": "0", "functions/a": "0"}})
    assert stale == {"a": ["common", "functions/a"], "b": []}
    assert explained(stale, 2) == "a: common and functions/a have changed\nb: there is none yet"


def test_an_image_is_made_of_its_folder_what_all_carry_and_the_packages_of_its_kind() -> None:
    made = parts()
    assert list(made["stats-update"]) == [
        "Dockerfile.function",
        "Dockerfile.function.dockerignore",
        "locks/queue.txt",
        "common",
        "handlers/stats_update",
        "its-description",
    ]
    assert "migrations" in made["migrate"]
    assert made["stats-update"]["common"] == made["game-finish"]["common"]
    assert made["stats-update"]["locks/queue.txt"] != made["game-finish"]["locks/http.txt"]
