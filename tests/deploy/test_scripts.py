"""The deployment scripts: a dry run does nothing, a real one all in order, and a second one only what is left

`kubectl` and `fly` are stand-ins that write down how they are called: there is no cluster here to call.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from common.manifest import ROOT
from infra.render.fly import apps
from tests.deploy.kustomize import build

SCRIPTS = [ROOT / "infra/knative/deploy.sh", ROOT / "infra/fly/deploy.sh"]
RECORD = """#!/bin/sh
said="$(basename "$0") $*"
echo "$said" >>"$RECORD/calls"
case "$said " in
    *"=- "*) printf '%s\\n' "$(cat)" >>"$RECORD/values" ;;
    *" create secret "* | *" create configmap "*)
        for word; do
            case $word in --from-file=*) cat "${word##*=}" >>"$RECORD/values" && echo >>"$RECORD/values" ;; esac
        done ;;
    *" apply -k "*) for last; do :; done && cp -R "$last" "$RECORD/$(basename "$last")" ;;
    *" --config gateway.toml "*) cat gateway.toml >>"$RECORD/gateway.toml" && ls ../../caddy >>"$RECORD/caddy" ;;
    *" --config stats-update.toml "*) cat stats-update.toml >>"$RECORD/consumers" ;;
    *" --for=condition=complete job/migrate "* | "fly deploy --app artel-migrate "*) [ ! -e "$RECORD/failing" ] ;;
    "fly status "* | "fly certs check "*) [ -e "$RECORD/there" ] ;;
    "fly ips list "*) [ ! -e "$RECORD/there" ] || echo "v6 private public" ;;
esac
"""
LINES = {"JWT_PRIVATE_KEY": "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n"}
VARIABLES = [
    "DATABASE_URL",
    "DATABASE_DIRECT_URL",
    "VALKEY_URL",
    "TELEMETRY_URL",
    "RABBITMQ_URL",
    "RABBITMQ_MANAGEMENT_URL",
    "S3_URL",
    "TELEGRAM_WEBHOOK_SECRET",
    "JWT_PRIVATE_KEY",
    "JWT_PUBLIC_KEYS",
    "TELEGRAM_BOT_TOKEN",
    "FAS_API_TOKEN",
    "FAS_PROMETHEUS_TOKEN",
]


@dataclass
class Stand:
    """A place to run a script in, with its stand-ins."""

    folder: Path

    def run(self, script: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        own = {"PATH": path, "RECORD": str(self.folder), "HOME": str(self.folder), "TMPDIR": str(self.folder)}
        return subprocess.run([script, *arguments], env={**own, **environ}, capture_output=True, text=True)

    @property
    def calls(self) -> list[str]:
        record = self.folder / "calls"
        return record.read_text(encoding="utf-8").splitlines() if record.exists() else []

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def secrets(self) -> str:
        folder = self.folder / "secrets"
        folder.mkdir()
        for variable in VARIABLES:
            (folder / variable).write_text(LINES.get(variable, f"the {variable}\n"), encoding="utf-8")
        return str(folder)


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    (tmp_path / "bin").mkdir()
    for name in ("kubectl", "fly"):
        (tmp_path / "bin" / name).write_text(RECORD, encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    return Stand(tmp_path)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.parent.name)
def test_shellcheck_has_nothing_to_say(script: Path) -> None:
    said = subprocess.run([Path(sys.prefix) / "bin/shellcheck", script], capture_output=True, text=True)
    assert said.stdout + said.stderr == ""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.parent.name)
def test_without_run_everything_is_said_and_nothing_done(script: Path, stand: Stand) -> None:
    said = stand.run(script, "large")
    assert (said.returncode, said.stderr, stand.calls) == (0, "", [])
    assert "+ kubectl apply" in said.stdout or "+ fly deploy" in said.stdout
    assert said.stdout.endswith("# Nothing was done: add --run to do it.\n")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.parent.name)
@pytest.mark.parametrize("arguments", [[], ["medium"], ["large", "everything"], ["--run"]])
def test_what_it_does_not_understand_it_explains_and_does_not_do(
    script: Path, arguments: list[str], stand: Stand
) -> None:
    said = stand.run(script, *arguments)
    assert said.returncode == 2
    assert "--run large" in said.stderr
    assert "set -eu" not in said.stderr
    assert stand.calls == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.parent.name)
def test_a_missing_secret_stops_it_before_anything_starts(script: Path, stand: Stand) -> None:
    secrets = stand.secrets()
    (Path(secrets) / "DATABASE_DIRECT_URL").unlink()
    said = stand.run(script, "--run", "small", ARTEL_SECRETS=secrets)
    assert said.returncode != 0
    assert said.stderr == f"{secrets}/DATABASE_DIRECT_URL is missing or empty.\n"
    assert not [call for call in stand.calls if "deploy " in call or " -k " in call]


@pytest.mark.parametrize(
    ("script", "stage", "given"),
    [
        (SCRIPTS[0], "secrets", "configmap settings"),
        (SCRIPTS[1], "consumers", "--app artel-telegram-send"),
        (SCRIPTS[1], "functions", "--app artel-result"),
    ],
    ids=["knative", "fly, a consumer", "fly, a function"],
)
def test_the_apps_own_link_is_given_to_whoever_writes_as_the_bot_and_may_be_missing(
    script: Path, stage: str, given: str, stand: Stand
) -> None:
    secrets = stand.secrets()

    def calls() -> list[str]:
        assert stand.run(script, "--run", "small", stage, ARTEL_SECRETS=secrets).returncode == 0
        return [call for call in stand.calls if "TELEGRAM_APP_LINK=" in call]

    assert calls() == []
    (Path(secrets) / "TELEGRAM_APP_LINK").write_text("https://t.me/artel_bot/app\n", encoding="utf-8")
    (call,) = calls()
    assert given in call
    assert "https://t.me/artel_bot/app" in stand.read("values").splitlines()


def test_a_cluster_gets_its_secrets_then_the_schema_then_the_code(stand: Stand) -> None:
    release = {"ARTEL_REGISTRY": "r.example:5000/artel", "ARTEL_TAG": "7", "ARTEL_HOST": "play.example"}
    said = stand.run(SCRIPTS[0], "--run", "large", ARTEL_SECRETS=stand.secrets(), **release)
    assert (said.returncode, said.stderr) == (0, "")
    order = [
        "namespace.yaml",
        "create secret",
        "delete -k",
        "site/steps",
        "job/migrate",
        "site/apps",
        "services.serving",
    ]
    places = [next(at for at, call in enumerate(stand.calls) if word in call) for word in order]
    assert places == sorted(places)
    # A last newline would be part of the password, and no value stands where other users of the machine can read it.
    values = stand.read("values")
    assert "the DATABASE_URL\nthe DATABASE_DIRECT_URL\n" in values
    assert LINES["JWT_PRIVATE_KEY"] in values
    assert "the DATABASE_URL" not in said.stdout + "".join(stand.calls)
    listed = yaml.safe_load(stand.read("apps/kustomization.yaml"))
    assert listed["resources"] == ["../../../infra/knative/overlays/large", "release.yaml"]
    objects = build(ROOT / ".artel/site/apps")
    images = [
        container["image"]
        for each in objects
        for container in each.get("spec", {}).get("template", {}).get("spec", {}).get("containers", [])
    ]
    assert len(images) > 20
    assert all(image.startswith("r.example:5000/artel/") and image.endswith(":7") for image in images)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.parent.name)
def test_a_migration_that_fails_stops_everything_after_it(script: Path, stand: Stand) -> None:
    (stand.folder / "failing").touch()
    said = stand.run(script, "--run", "small", ARTEL_SECRETS=stand.secrets())
    assert said.returncode == 1
    assert any("migrate" in call for call in stand.calls)
    assert not [call for call in stand.calls if "site/apps" in call or "artel-outbox-relay" in call]


def test_an_upgrade_of_a_cluster_can_be_only_its_code(stand: Stand) -> None:
    assert stand.run(SCRIPTS[0], "--run", "small", "apps").returncode == 0
    assert [call.split()[1:3] for call in stand.calls if "-k" in call] == [["apply", "-k"]]


def test_fly_gets_every_app_in_the_order_of_the_table(stand: Stand) -> None:
    names = {"ARTEL_PREFIX": "club", "FLY_ORG": "friends", "ARTEL_HOST": "play.example", "FLY_REGION": "waw"}
    release = {"ARTEL_REGISTRY": "r.example/artel", "ARTEL_TAG": "7"}
    said = stand.run(SCRIPTS[1], "--run", "large", ARTEL_SECRETS=stand.secrets(), **names, **release)
    assert (said.returncode, said.stderr) == (0, "")
    table = [app for app in apps("large") if app.stage != "state"]
    deployed = [call for call in stand.calls if call.startswith("fly deploy")]
    assert [call.split()[3] for call in deployed] == [f"club-{app.name}" for app in table]
    for app, call in zip(table, deployed, strict=True):
        assert (f"--image r.example/artel/{app.name}:7" in call) == (app.stage != "autoscalers")
        assert ("--no-public-ips" in call) == (app.stage != "gateway")
        assert ("--update-only" in call) == (app.stage == "steps")
        assert "--primary-region waw" in call
    created = [call.split()[3:] for call in stand.calls if call.startswith("fly apps create")]
    assert created == [[f"club-{app.name}", "--org", "friends"] for app in table]
    scaled = {call.split()[5]: call.split()[3] for call in stand.calls if call.startswith("fly scale count")}
    assert scaled == {f"club-{app.name}": str(app.machines) for app in table if app.machines > 1}
    private = [call for call in stand.calls if "allocate-v6 --private" in call]
    assert len(private) == len([app for app in table if app.stage == "functions"])
    assert "fly certs add play.example --app club-gateway" in stand.calls
    assert 'ARTEL_PREFIX = "club"' in stand.read("gateway.toml")
    assert "site.caddy" in stand.read("caddy").split()
    scaling = stand.read("consumers")
    assert 'FAS_APP_NAME = "club-stats-update"' in scaling
    assert 'app=\\"club-rabbitmq\\"' in scaling
    assert "prometheus/friends" in scaling
    assert "the TELEGRAM_BOT_TOKEN" not in said.stdout + "".join(stand.calls)
    assert LINES["JWT_PRIVATE_KEY"] in stand.read("values")


def test_what_is_there_on_fly_is_not_created_again(stand: Stand) -> None:
    (stand.folder / "there").touch()
    said = stand.run(SCRIPTS[1], "--run", "small", ARTEL_SECRETS=stand.secrets(), ARTEL_HOST="play.example")
    assert (said.returncode, said.stderr) == (0, "")
    assert [call for call in stand.calls if " create " in call or " allocate" in call or "certs add" in call] == []
    assert len([call for call in stand.calls if call.startswith("fly deploy")]) == len(
        [app for app in apps("small") if app.stage != "state"]
    )


def test_nothing_of_the_operators_names_is_left_behind(stand: Stand) -> None:
    assert stand.run(SCRIPTS[1], "large", ARTEL_PREFIX="club").returncode == 0
    assert [path for path in stand.folder.iterdir() if path.name not in ("bin",)] == []
    changed = subprocess.run(["git", "status", "--short", "infra/fly"], cwd=ROOT, capture_output=True, text=True)
    assert "club" not in changed.stdout
