"""The one reader of the environment: everything else is handed a `Settings`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

DEVELOPMENT_BOT_TOKEN = "0000000000:artel-development-token"  # noqa: S105  # known to everyone on purpose: local runs only
DEVELOPMENT_WEBHOOK_SECRET = "artel-development-webhook"  # noqa: S105  # the same, for who calls our webhook
DEFAULT_PASSWORDS = frozenset(
    {"admin", "artel", "changeme", "default", "guest", "password", "postgres", "root", "secret"}
)
"""What images, tutorials and our own examples come with; so does the user's name in the password's place."""
LOG_LEVELS = ("TRACE", "DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(Exception):
    """The environment cannot be run with; the message is one sentence for a person."""


def _setting(name: str, *, default: str = "", need: str | None = None) -> str:
    """One environment variable: its name, and the manifest's word for it where it has to be asked for."""
    value: str = field(default=default, repr=need is None, metadata={"name": name, "need": need})
    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process may know. Each is also read from the file that `<NAME>_FILE` points to, as container secrets are.

    Settings with a `need` are left out of a function whose manifest does not ask for them.
    """

    environment: str = _setting("ARTEL_ENV", default="development")
    database_url: str = _setting("DATABASE_URL", need="postgres")
    database_direct_url: str = _setting("DATABASE_DIRECT_URL", need="postgres_direct")
    valkey_url: str = _setting("VALKEY_URL", need="valkey")
    rabbitmq_url: str = _setting("RABBITMQ_URL", need="rabbitmq")
    s3_url: str = _setting("S3_URL", need="s3")
    """As common/bucket.py reads it."""
    telemetry_url: str = _setting("TELEMETRY_URL", need="telemetry")
    """A Valkey, the same as the other or one of its own: where processes that come and go leave what they counted."""
    jwt_private_key: str = _setting("JWT_PRIVATE_KEY", need="jwt_private_key")
    jwt_public_keys: str = _setting("JWT_PUBLIC_KEYS")
    telegram_bot_token: str = _setting("TELEGRAM_BOT_TOKEN", default=DEVELOPMENT_BOT_TOKEN, need="telegram_bot_token")
    telegram_bot_id: str = _setting("TELEGRAM_BOT_ID")
    """In the place of the token, where people sign in: Telegram's own signature is checked then."""
    telegram_webhook_secret: str = _setting(
        "TELEGRAM_WEBHOOK_SECRET", default=DEVELOPMENT_WEBHOOK_SECRET, need="telegram_webhook_secret"
    )
    """What Telegram says of itself when it calls: 1 to 256 of A-Z, a-z, 0-9, _ and -."""
    telegram_api_url: str = _setting("TELEGRAM_API_URL", default="https://api.telegram.org")
    telegram_app_link: str = _setting("TELEGRAM_APP_LINK")
    """The Mini App's own link, such as https://t.me/<bot>/<app>: without it messages have no button."""
    telegram_environment: str = _setting("TELEGRAM_ENV", default="production")
    denylist_fail: str = _setting("AUTH_DENYLIST_FAIL", default="closed")
    rate_limits: str = _setting("RATE_LIMITS", default="on")
    log_level: str = _setting("LOG_LEVEL", default="INFO")
    log_sample: str = _setting("LOG_SAMPLE", default="1")
    """The share of requests that leave lines although all is well, from 0 to 1."""
    traces_url: str = _setting("OTEL_EXPORTER_OTLP_ENDPOINT")
    """Who collects traces, over HTTP; empty where nobody does."""
    traces_sample: str = _setting("OTEL_TRACES_SAMPLER_ARG", default="1")
    """The share of traces that are recorded, from 0 to 1."""
    version: str = _setting("ARTEL_VERSION")
    """What is deployed, as its operator calls it."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read all settings. Raises SettingsError for values that must not run."""
        settings = cls(
            **{f.name: value for f in fields(cls) if (value := _read(environ, f.metadata["name"])) is not None}
        )
        if settings.environment not in ("development", "production"):
            raise SettingsError("ARTEL_ENV must be development or production.")
        if settings.denylist_fail not in ("closed", "open"):
            raise SettingsError("AUTH_DENYLIST_FAIL must be closed or open.")
        if settings.rate_limits not in ("on", "off"):
            raise SettingsError("RATE_LIMITS must be on or off.")
        if settings.environment == "production" and settings.rate_limits == "off":
            raise SettingsError("ARTEL_ENV=production needs RATE_LIMITS=on: off is for load tests.")
        if settings.telegram_environment not in ("production", "test"):
            raise SettingsError("TELEGRAM_ENV must be production or test.")
        settings._check_logs()
        if settings.telegram_bot_id:
            if not (settings.telegram_bot_id.isascii() and settings.telegram_bot_id.isdecimal()):
                raise SettingsError("TELEGRAM_BOT_ID must be the number before the colon of the bot's token.")
            if settings.telegram_bot_token == DEVELOPMENT_BOT_TOKEN:
                settings = replace(settings, telegram_bot_token="")
        return settings

    def _check_logs(self) -> None:
        if self.log_level not in LOG_LEVELS:
            raise SettingsError(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}.")
        for name, text in (("LOG_SAMPLE", self.log_sample), ("OTEL_TRACES_SAMPLER_ARG", self.traces_sample)):
            if not _is_share(text):
                raise SettingsError(f"{name} must be a number from 0 to 1.")

    def only(self, needs: Collection[str]) -> Self:
        """The same settings without the secrets and addresses that are not needed. Raises SettingsError.

        In production a needed secret that is absent, or known to everyone, is refused here: the one place that
        knows both what the process needs and what it was given.
        """
        secret = [f for f in fields(self) if f.metadata["need"]]
        kept = replace(self, **{f.name: "" for f in secret if f.metadata["need"] not in needs})
        if kept.environment == "production":
            kept._refuse_what_everyone_knows()
            for f in secret:
                if f.metadata["need"] in needs and not getattr(kept, f.name) and not kept._replaced(f.name):
                    raise SettingsError(f"ARTEL_ENV=production needs {f.metadata['name']}, which is not set.")
        return kept

    def _refuse_what_everyone_knows(self) -> None:
        if self.telegram_bot_token == DEVELOPMENT_BOT_TOKEN:
            raise SettingsError("ARTEL_ENV=production needs a TELEGRAM_BOT_TOKEN of your own.")
        if self.telegram_webhook_secret == DEVELOPMENT_WEBHOOK_SECRET:
            raise SettingsError("ARTEL_ENV=production needs a TELEGRAM_WEBHOOK_SECRET of your own.")
        for f in fields(self):
            if f.name.endswith("_url") and _has_default_password(getattr(self, f.name)):
                raise SettingsError(f"ARTEL_ENV=production needs a password of your own in {f.metadata['name']}.")

    def _replaced(self, name: str) -> bool:
        return name == "telegram_bot_token" and bool(self.telegram_bot_id)

    def environ(self) -> dict[str, str]:
        """The variables that would read as these settings."""
        return {f.metadata["name"]: value for f in fields(self) if (value := getattr(self, f.name))}


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def _has_default_password(url: str) -> bool:
    parts = urlsplit(url)
    return parts.password is not None and parts.password.lower() in {
        *DEFAULT_PASSWORDS,
        "",
        (parts.username or "").lower(),
    }


def _read(environ: Mapping[str, str], name: str) -> str | None:
    """The value; None for an empty one too, because `NAME=` in a file of variables means that it is not set."""
    value = environ.get(name, "")
    if path := environ.get(f"{name}_FILE"):
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{name}_FILE points to {path}, which cannot be read: {error}.") from error
    return value or None
