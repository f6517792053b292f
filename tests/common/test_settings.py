"""One reader of the environment, which hands out no more than was asked for."""

import pytest

from common.manifest import NEEDS
from common.settings import DEVELOPMENT_BOT_TOKEN, Settings, SettingsError

EVERYTHING = {
    "ARTEL_ENV": "production",
    "DATABASE_URL": "postgresql://artel:hush-1@db/artel",
    "DATABASE_DIRECT_URL": "postgresql://artel:hush-2@db/artel",
    "VALKEY_URL": "redis://:hush-3@cache",
    "TELEMETRY_URL": "redis://:hush-8@cache",
    "RABBITMQ_URL": "amqp://artel:hush-4@mq",
    "S3_URL": "https://artel:hush-s3@storage/artel",
    "JWT_PRIVATE_KEY": "hush-5",
    "JWT_PUBLIC_KEYS": '{"keys": []}',
    "TELEGRAM_BOT_TOKEN": "123:hush-6",
    "TELEGRAM_BOT_ID": "123",
    "TELEGRAM_WEBHOOK_SECRET": "hush-7",
    "TELEGRAM_API_URL": "http://telegram",
    "TELEGRAM_APP_LINK": "https://t.me/artel_bot/app",
    "TELEGRAM_ENV": "test",
    "AUTH_DENYLIST_FAIL": "open",
    "RATE_LIMITS": "on",
    "LOG_LEVEL": "DEBUG",
    "LOG_SAMPLE": "0.1",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318",
    "OTEL_TRACES_SAMPLER_ARG": "0.2",
    "ARTEL_VERSION": "1.4.2",
}
BY_NEED = {
    "postgres": "database_url",
    "postgres_direct": "database_direct_url",
    "valkey": "valkey_url",
    "telemetry": "telemetry_url",
    "rabbitmq": "rabbitmq_url",
    "s3": "s3_url",
    "jwt_private_key": "jwt_private_key",
    "telegram_bot_token": "telegram_bot_token",
    "telegram_webhook_secret": "telegram_webhook_secret",
}


def test_an_empty_environment_is_a_development_machine():
    settings = Settings.from_env({})
    assert settings.environment == "development"
    assert settings.telegram_bot_token == DEVELOPMENT_BOT_TOKEN
    assert settings.denylist_fail == "closed"
    assert settings.log_level == "INFO"
    assert settings.database_url == ""


def test_what_is_read_can_be_written_and_read_again():
    settings = Settings.from_env(EVERYTHING)
    assert settings.environ() == EVERYTHING
    assert Settings.from_env(settings.environ()) == settings


def test_nothing_else_of_the_environment_is_read():
    assert Settings.from_env({"PATH": "/bin", "database_url": "lower case"}) == Settings()


def test_a_value_may_stand_in_the_file_that_a_container_mounts(tmp_path):
    secret = tmp_path / "token"
    secret.write_text("123:from-a-file\n", encoding="utf-8")
    settings = Settings.from_env({"TELEGRAM_BOT_TOKEN_FILE": str(secret), "TELEGRAM_BOT_TOKEN": "123:not-this"})
    assert settings.telegram_bot_token == "123:from-a-file"


def test_a_secret_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"JWT_PRIVATE_KEY_FILE points to .*missing, which cannot be read"):
        Settings.from_env({"JWT_PRIVATE_KEY_FILE": str(tmp_path / "missing")})


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "LOG_LEVEL", "ARTEL_ENV", "AUTH_DENYLIST_FAIL", "RATE_LIMITS"])
def test_an_empty_value_is_as_good_as_none(name):
    assert Settings.from_env({name: ""}) == Settings.from_env({})


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"ARTEL_ENV": "staging"}, "ARTEL_ENV must be development or production."),
        ({"ARTEL_ENV": "Production"}, "ARTEL_ENV must be development or production."),
        ({"AUTH_DENYLIST_FAIL": "maybe"}, "AUTH_DENYLIST_FAIL must be closed or open."),
        ({"TELEGRAM_ENV": "staging"}, "TELEGRAM_ENV must be production or test."),
        ({"TELEGRAM_BOT_ID": "bot"}, "TELEGRAM_BOT_ID must be the number before the colon of the bot's token."),
        ({"TELEGRAM_BOT_ID": "٣"}, "TELEGRAM_BOT_ID must be the number before the colon of the bot's token."),
        ({"RATE_LIMITS": "maybe"}, "RATE_LIMITS must be on or off."),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be one of TRACE, DEBUG, INFO, WARNING, ERROR."),
        ({"LOG_SAMPLE": "half"}, "LOG_SAMPLE must be a number from 0 to 1."),
        ({"LOG_SAMPLE": "nan"}, "LOG_SAMPLE must be a number from 0 to 1."),
        ({"OTEL_TRACES_SAMPLER_ARG": "1.5"}, "OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1."),
        (
            {"RATE_LIMITS": "off", "ARTEL_ENV": "production"},
            "ARTEL_ENV=production needs RATE_LIMITS=on: off is for load tests.",
        ),
    ],
)
def test_a_value_that_must_not_run_is_refused_with_a_sentence(environ, sentence):
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(environ)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("environ", [{}, {"TELEGRAM_BOT_TOKEN": DEVELOPMENT_BOT_TOKEN}, {"TELEGRAM_BOT_TOKEN": ""}])
def test_production_refuses_the_token_that_everyone_knows(environ):
    settings = Settings.from_env({"ARTEL_ENV": "production", **environ})
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN of your own"):
        settings.only({"telegram_bot_token"})


def test_production_refuses_the_webhook_secret_that_everyone_knows():
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET of your own"):
        Settings.from_env({"ARTEL_ENV": "production"}).only({"telegram_webhook_secret"})


def test_production_minds_the_token_only_where_it_is_used():
    assert Settings.from_env({"ARTEL_ENV": "production"}).only(set()).telegram_bot_token == ""


@pytest.mark.parametrize("need", sorted(NEEDS - {"telegram_bot_token", "telegram_webhook_secret"}))
def test_production_refuses_to_start_without_something_it_needs(need):
    with pytest.raises(SettingsError, match=r"ARTEL_ENV=production needs [A-Z0-9_]+, which is not set"):
        Settings.from_env({"ARTEL_ENV": "production"}).only({need})


def test_the_bots_number_takes_the_place_of_its_token():
    settings = Settings.from_env({"ARTEL_ENV": "production", "TELEGRAM_BOT_ID": "123"})
    assert settings.telegram_bot_token == ""
    assert settings.only({"telegram_bot_token"}).telegram_bot_id == "123"
    assert Settings.from_env(settings.environ()) == settings
    both = Settings.from_env({"TELEGRAM_BOT_ID": "123", "TELEGRAM_BOT_TOKEN": "123:own"})
    assert both.telegram_bot_token == "123:own"


@pytest.mark.parametrize(
    ("need", "name", "url"),
    [
        ("postgres", "DATABASE_URL", "postgresql://app:postgres@db/artel"),
        ("postgres", "DATABASE_URL", "postgresql://app:Postgres@db/artel"),
        ("postgres", "DATABASE_URL", "postgresql://app:app@db/artel"),
        ("postgres", "DATABASE_URL", "postgresql://app:@db/artel"),
        ("postgres_direct", "DATABASE_DIRECT_URL", "postgresql://artel:artel@db/artel"),
        ("valkey", "VALKEY_URL", "redis://:password@cache"),
        ("rabbitmq", "RABBITMQ_URL", "amqp://guest:guest@mq"),
        ("s3", "S3_URL", "https://artel:artel@storage/artel"),
    ],
)
def test_production_refuses_passwords_that_everyone_knows(need, name, url):
    settings = Settings.from_env({"ARTEL_ENV": "production", name: url})
    with pytest.raises(SettingsError) as refused:
        settings.only({need})
    assert str(refused.value) == f"ARTEL_ENV=production needs a password of your own in {name}."
    assert Settings.from_env({name: url}).only({need}).environ()[name] == url


@pytest.mark.parametrize(
    "url", ["postgresql://db/artel", "postgresql://app@db/artel", "postgresql://app:9XkU2@db/artel"]
)
def test_production_takes_ones_own_password_or_another_way_in(url):
    settings = Settings.from_env({"ARTEL_ENV": "production", "DATABASE_URL": url})
    assert settings.only({"postgres"}).database_url == url


def test_every_need_that_a_manifest_may_name_is_a_setting():
    assert set(BY_NEED) == NEEDS


@pytest.mark.parametrize("need", sorted(NEEDS))
def test_a_function_is_given_what_it_needs_and_none_of_the_rest(need):
    everything = Settings.from_env(EVERYTHING)
    given = everything.only({need})
    for name, field in BY_NEED.items():
        assert getattr(given, field) == (getattr(everything, field) if name == need else "")
    assert given.jwt_public_keys == everything.jwt_public_keys
    assert not any("hush" in value for name, value in given.only(set()).environ().items())


def test_no_secret_is_shown_when_settings_are_printed():
    assert "hush" not in repr(Settings.from_env(EVERYTHING))
