"""compose.local.yml and what stands beside it fit together, seen without an engine"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from common.manifest import ROOT
from infra.docker import secrets, standins
from infra.render import alerts, compose, dashboards, units
from infra.render.bake import bake

HANDWRITTEN: dict[str, Any] = yaml.safe_load((ROOT / "compose.local.yml").read_text(encoding="utf-8"))
RENDERED: dict[str, Any] = yaml.safe_load((ROOT / "infra/generated/compose.functions.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = HANDWRITTEN["services"] | RENDERED["services"]
GRAFANA = "docker.io/grafana/grafana:12.1.1"
ADDRESS = "http://127.0.0.1:8080"


def test_every_function_and_consumer_is_a_service_and_all_that_runs_at_intervals_is_one() -> None:
    alone = {each.name for each in (*units.functions("large"), *units.consumers())}
    assert set(RENDERED["services"]) == alone | {"clock"}
    assert {each.name for each in units.clock().members} >= {"session_sweep", "inbox_prune"}


def test_every_image_is_built_or_has_a_stand_in() -> None:
    built = {tag for target in bake()["target"].values() for tag in target["tags"]}
    named = {service["image"] for service in SERVICES.values()}
    assert named == built | set(standins.SERVICES.values()) | {standins.BASE, GRAFANA}


def test_the_base_image_and_uv_are_the_same_everywhere() -> None:
    recipe = (ROOT / "Dockerfile.function").read_text(encoding="utf-8")
    assert f"ARG PYTHON_IMAGE={standins.BASE}\n" in recipe
    assert f"ARG UV_IMAGE={standins.UV}\n" in recipe
    assert f"FROM {standins.UV} AS uv\n" in (ROOT / "infra/docker/standins/Dockerfile").read_text(encoding="utf-8")
    assert f"uv=={standins.UV.rpartition(':')[2]} " in (ROOT / "infra/local/locks/uv.txt").read_text(encoding="utf-8")


def test_only_the_gateway_publishes_a_port() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"caddy": ["127.0.0.1:${ARTEL_PORT:-8080}:8080"]}


def test_whoever_stays_has_a_health_check_and_whoever_is_at_zero_is_waited_for_by_the_gateway() -> None:
    steps = {name for name, service in SERVICES.items() if service.get("restart", "").startswith("on-failure")}
    assert steps == {"migrate", "topology", "storage"}
    on_demand = {each.name for each in units.compose() if compose.is_on_demand(each)}
    assert {name for name, service in SERVICES.items() if service.get("profiles") == ["on-demand"]} == on_demand
    asked = {"postgres-exporter", "valkey-exporter"}  # by Prometheus, which says if they do not answer
    for name in HANDWRITTEN["services"].keys() - steps - asked:
        assert "test" in HANDWRITTEN["services"][name]["healthcheck"], name
    for name in on_demand:
        assert RENDERED["services"][name]["healthcheck"] == {"disable": True}
        assert RENDERED["services"][name]["labels"]["sablier.group"] == "${COMPOSE_PROJECT_NAME}_" + name


def test_every_network_volume_and_secret_is_declared_and_used() -> None:
    used = {network for service in SERVICES.values() for network in service["networks"]}
    assert used == set(HANDWRITTEN["networks"])
    assert {name for name, network in HANDWRITTEN["networks"].items() if not network.get("internal")} == {"edge"}
    volumes = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ())}
    assert {volume for volume in volumes if volume.isidentifier()} == set(HANDWRITTEN["volumes"])
    asked = {_source(secret) for service in SERVICES.values() for secret in service.get("secrets", ())}
    assert asked == set(HANDWRITTEN["secrets"]) | set(RENDERED["secrets"])


def test_every_file_that_is_mounted_is_there() -> None:
    mounted = [volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ())]
    files = {each for each in mounted if each.startswith("./")} - {"./webapp/dist"}
    assert files
    assert {each for each in files if not (ROOT / each).exists()} == set()


def test_every_secret_that_is_asked_for_is_made_and_is_its_owners_alone(tmp_path: Path) -> None:
    made = secrets.write(tmp_path / "secrets", ADDRESS, {})
    assert set(HANDWRITTEN["secrets"]) | set(RENDERED["secrets"]) <= set(made)
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "secrets").iterdir()} == made
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()} == {0o444}


def test_what_volumes_and_phones_know_is_not_made_anew(tmp_path: Path) -> None:
    first = secrets.write(tmp_path, ADDRESS, {})
    again = secrets.write(tmp_path, ADDRESS, {"TELEGRAM_BOT_TOKEN": "1:another"})
    assert {name for name in first if first[name] != again[name]} == {"telegram_bot_token"}
    assert again["telegram_bot_token"] == "1:another"


@pytest.mark.parametrize("target", alerts.COMPOSE.values(), ids=alerts.COMPOSE)
def test_prometheus_reaches_what_it_looks_at(target: str) -> None:
    host = target.partition(":")[0]
    if host != "127.0.0.1":
        assert set(SERVICES[host]["networks"]) & set(SERVICES["prometheus"]["networks"])


def test_grafana_knows_its_prometheus() -> None:
    (source,) = yaml.safe_load((ROOT / "infra/docker/grafana/datasource.yml").read_text("utf-8"))["datasources"]
    assert source["url"] == "http://prometheus:9090"
    assert dashboards.SOURCE["uid"] == source["uid"]
    assert set(SERVICES["grafana"]["networks"]) & set(SERVICES["prometheus"]["networks"])


def test_pgbouncer_lets_more_in_than_all_functions_together_would_open() -> None:
    lines = (ROOT / "infra/docker/pgbouncer.ini").read_text(encoding="utf-8").splitlines()
    settings = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    assert settings["pool_mode"] == "transaction"
    # One container of each here, with a pool of four for each process in it; and psql for whoever looks.
    assert int(settings["max_client_conn"]) > 4 * sum(len(each.members) for each in units.compose())
    assert int(settings["max_db_connections"]) < 100


def _source(secret: str | dict[str, str]) -> str:
    return secret if isinstance(secret, str) else secret["source"]
