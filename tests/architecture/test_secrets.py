"""Who is given what: a secret is in the hands of those alone who need it."""

import pytest

from common.manifest import EVERYONES, NEEDS, Manifest, shelf
from common.settings import Settings

SHELF = {manifest.name: manifest for manifest in shelf()}
HOLDERS = {
    "jwt_private_key": {"auth_telegram", "auth_refresh"},
    "telegram_bot_token": {"auth_telegram", "result_share", "telegram_send"},
    "telegram_webhook_secret": {"telegram_webhook"},
    "s3": {"report_show", "report_render", "report_announce", "report_withdraw"},
    "postgres_direct": {"outbox_relay"},
}
"""The whole list: whoever adds a name here gives a secret to one more process."""
EVERYTHING = Settings(
    database_url="postgresql://artel:hush@db/artel",
    database_direct_url="postgresql://artel:hush@db/artel",
    valkey_url="redis://:hush@cache",
    telemetry_url="redis://:hush@cache",
    rabbitmq_url="amqp://artel:hush@mq",
    s3_url="https://artel:hush@storage/artel",
    jwt_private_key="hush",
    telegram_bot_token="123:hush",
    telegram_webhook_secret="hush",
)


def holders(need: str) -> set[str]:
    return {name for name, manifest in SHELF.items() if need in manifest.needs}


@pytest.mark.parametrize("need", sorted(HOLDERS))
def test_only_these_hold_it(need: str) -> None:
    assert holders(need) == HOLDERS[need]


def test_every_need_is_either_a_guarded_secret_or_a_service_that_many_use() -> None:
    assert set(HOLDERS) | {"postgres", "valkey", "rabbitmq"} | EVERYONES == NEEDS


@pytest.mark.parametrize("manifest", SHELF.values(), ids=SHELF)
def test_no_process_is_given_a_secret_that_its_manifest_does_not_name(manifest: Manifest) -> None:
    given = EVERYTHING.only(manifest.needs).environ()
    assert ("JWT_PRIVATE_KEY" in given) is (manifest.name in HOLDERS["jwt_private_key"])
    assert ("TELEGRAM_BOT_TOKEN" in given) is (manifest.name in HOLDERS["telegram_bot_token"])
    assert sum("hush" in value for value in given.values()) == len(manifest.needs)
