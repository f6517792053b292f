"""The configurations for Fly say only what flyctl reads, and each app is what its manifest asks for"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from common.manifest import ROOT
from infra.render.fly import App, apps
from infra.render.units import SHAPES, VARIABLES, Shape, clock, consumers, functions
from tests.deploy.schemas import COUNT, TEXT, Schema, closed, values

FOLDER = ROOT / "infra" / "fly"
FILES = sorted(FOLDER.rglob("*.toml"))
CHECK: dict[str, Schema] = {
    "interval": TEXT,
    "timeout": TEXT,
    "grace_period": TEXT,
    "method": {"const": "GET"},
    "path": TEXT,
}


def listed(item: Schema) -> Schema:
    return {"type": "array", "items": item, "minItems": 1}


# The keys are those of flyctl's own structures (internal/appconfig), as far as we use them.
CONFIGURATION = closed(
    "app",
    "vm",
    app={"type": "string", "pattern": "^artel-[a-z0-9-]+$"},
    kill_signal={"const": "SIGTERM"},
    kill_timeout={"type": "integer", "minimum": 5, "maximum": 300},
    build=closed(image=TEXT),
    env=values(TEXT),
    deploy=closed(release_command=TEXT, release_command_timeout=TEXT),
    processes=closed(app=TEXT),
    mounts=listed(closed(source=TEXT, destination=TEXT, initial_size=TEXT)),
    http_service=closed(
        "internal_port",
        "force_https",
        "auto_start_machines",
        "auto_stop_machines",
        "min_machines_running",
        "concurrency",
        internal_port={"const": 8080},
        force_https={"type": "boolean"},
        auto_start_machines={"const": True},
        auto_stop_machines={"enum": ["off", "stop", "suspend"]},
        min_machines_running={"type": "integer", "minimum": 0},
        concurrency=closed(type={"enum": ["requests", "connections"]}, soft_limit=COUNT, hard_limit=COUNT),
        http_options=closed(idle_timeout=COUNT),
        checks=listed(closed(**CHECK)),
    ),
    checks=values(closed("type", "port", "interval", "timeout", type={"enum": ["http", "tcp"]}, port=COUNT, **CHECK)),
    metrics=listed(closed(port=COUNT, path=TEXT)),
    restart=listed(closed(policy={"enum": ["always", "never", "on-failure"]})),
    files=listed(closed(guest_path=TEXT, local_path=TEXT)),
    vm=listed(closed(cpu_kind={"const": "shared"}, cpus=COUNT, memory={"type": "string", "pattern": "^[0-9]+mb$"})),
)


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def of_stage(shape: Shape, stage: str) -> Iterator[tuple[App, dict[str, Any]]]:
    return ((app, read(FOLDER / app.config)) for app in apps(shape) if app.stage == stage)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_configuration_says_only_what_flyctl_reads(path: Path) -> None:
    errors = Draft202012Validator(CONFIGURATION).iter_errors(read(path))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [("http_service", "auto_stop_machine", "suspend"), ("http_service", "auto_stop_machines", "pause"), ("vm", "a", 1)],
)
def test_a_mistake_is_found(section: str, key: str, value: object) -> None:
    config = read(FOLDER / "large/functions/game-finish.toml")
    into = config[section][0] if isinstance(config[section], list) else config[section]
    into[key] = value
    assert list(Draft202012Validator(CONFIGURATION).iter_errors(config)) != []


@pytest.mark.parametrize("shape", SHAPES)
def test_the_table_names_every_configuration_once_and_no_other(shape: Shape) -> None:
    lines = (FOLDER / f"{shape}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert rows == [list(map(str, app)) for app in apps(shape)]
    configs, other = [row[2] for row in rows], {"small": "large", "large": "small"}[shape]
    ours = {str(path.relative_to(FOLDER)) for path in FILES}
    assert sorted(configs) == sorted(name for name in ours if not name.startswith(other))
    assert all(read(FOLDER / row[2])["app"] == f"artel-{row[1]}" for row in rows)
    stages = [row[0] for row in rows]
    order = ["state", "steps", "consumers", "autoscalers", "functions", "gateway"]
    assert sorted(set(stages), key=stages.index) in (order, [*order[:2], "consumers", "autoscalers", *order[4:]])


@pytest.mark.parametrize("shape", SHAPES)
def test_an_app_is_given_the_secrets_of_its_manifests_and_no_others(shape: Shape) -> None:
    by_service = {unit.name: set(unit.needs) for unit in functions(shape)}
    by_service |= {unit.name: set(unit.needs) for unit in (*consumers(), clock())}
    for stage in ("functions", "consumers"):
        for app, config in of_stage(shape, stage):
            given = set(app.secrets.split(",")) - {"JWT_PUBLIC_KEYS"}
            assert ("TELEGRAM_APP_LINK?" in given) == (app.name in ("telegram-send", "result-share", "result"))
            given.discard("TELEGRAM_APP_LINK?")
            assert given == {VARIABLES[need] for need in by_service.pop(app.name)}
            assert not given & config["env"].keys()
            assert (config["env"]["ARTEL_ENV"], config["env"]["PORT"]) == ("production", "8080")
    assert by_service == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_answers_is_suspended_when_idle_but_never_with_open_sockets(shape: Shape) -> None:
    units = {unit.name: unit for unit in functions(shape)}
    for app, config in of_stage(shape, "functions"):
        unit, service = units[app.name], config["http_service"]
        assert service["auto_stop_machines"] == ("stop" if unit.holds_sockets else "suspend")
        assert service["min_machines_running"] == unit.min_instances
        assert service["force_https"] is False  # behind the gateway there is no certificate
        assert service["concurrency"]["soft_limit"] == unit.concurrency
        # Fly starts only machines that exist.
        assert app.machines == unit.max_instances
        assert config["kill_timeout"] >= min(unit.timeout_seconds, 300)
        # A suspended machine may have 2 GB at most.
        assert int(config["vm"][0]["memory"].removesuffix("mb")) <= 2048


@pytest.mark.parametrize("shape", SHAPES)
def test_a_consumer_has_no_door_and_something_that_wakes_it(shape: Shape) -> None:
    autoscaled = {config["env"]["FAS_APP_NAME"]: config["env"] for _, config in of_stage(shape, "autoscalers")}
    for app, config in of_stage(shape, "consumers"):
        assert "http_service" not in config
        if app.machines == 1:
            assert config["app"] not in autoscaled
        else:
            scaling = autoscaled.pop(config["app"])
            assert f'queue="{app.name.replace("-", "_")}"' in scaling["FAS_PROMETHEUS_QUERY"]
            assert scaling["FAS_STARTED_MACHINE_COUNT"].startswith(f"min({app.machines}, ")
    assert autoscaled == {}


def test_steps_leave_no_machine_behind() -> None:
    for app, config in of_stage("large", "steps"):
        assert app.machines == 0
        assert config["deploy"]["release_command"].startswith("python3 -m ")
