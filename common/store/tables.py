"""The schema. Migrations are written by hand; `alembic check` proves that they and these tables agree.

Only the renderer, the migrations and the tests import this: running functions carry plain SQL and no SQLAlchemy.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = sa.MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    }
)


def _id(name: str = "id") -> sa.Column[object]:
    return sa.Column(name, sa.Uuid, primary_key=True, server_default=sa.func.uuidv7())


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    default = None if nullable else sa.func.now()
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=default)


def _one_of(column: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


players = sa.Table(
    "players",
    metadata,
    _id(),
    sa.Column("telegram_id", sa.BigInteger, unique=True),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("username", sa.Text),
    sa.Column("photo_url", sa.Text),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("notified", sa.Integer, nullable=False, server_default="0", comment="His notifications so far"),
    _at("created_at"),
    _at("erased_at", nullable=True),
    comment="An erased person's row stays for the sums of others, and says nothing about him",
)
sa.Index("players_username_idx", sa.func.lower(players.c.username))

sign_ins = sa.Table(
    "sign_ins",
    metadata,
    _id(),
    sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("device", sa.Text, nullable=False, server_default="", comment="What to call it in a list"),
    sa.Column("client_sha256", sa.LargeBinary, nullable=False, server_default="", comment="Of its User-Agent"),
    _at("created_at"),
    _at("last_seen_at"),
    _at("revoked_at", nullable=True),
    comment="A family of refresh tokens: one launch of the app on one device",
)

refresh_tokens = sa.Table(
    "refresh_tokens",
    metadata,
    sa.Column("sha256", sa.LargeBinary, primary_key=True),
    sa.Column("sign_in_id", sa.Uuid, sa.ForeignKey("sign_ins.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    _at("used_at", nullable=True),
    sa.Column("used_by", sa.LargeBinary, comment="SHA-256 of the User-Agent that used it"),
    sa.Column("salt", sa.LargeBinary, comment="What the next token was made from, together with this one"),
    comment="Only hashes: who reads this table can make no token",
)

templates = sa.Table(
    "templates",
    metadata,
    _id(),
    sa.Column("owner_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("game_type", sa.Text, sa.Computed("rules ->> 'game_type'", persisted=True), nullable=False),
    sa.Column("rules", JSONB, nullable=False),
    _at("created_at"),
    comment="Named rules; those without an owner are the system's",
)

template_stars = sa.Table(
    "template_stars",
    metadata,
    sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("template_id", sa.Uuid, sa.ForeignKey("templates.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="Whose list begins with which templates",
)

sessions = sa.Table(
    "sessions",
    metadata,
    _id(),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    sa.Column("scorers", sa.Text, nullable=False),
    sa.Column("sums", sa.Text, nullable=False, server_default="everyone", comment="Who sees what things cost"),
    sa.Column("rules", JSONB, nullable=False),
    sa.Column("best_of", sa.Integer, comment="Games of a series: who has won more than half of them has won it"),
    sa.Column("seed", sa.LargeBinary, nullable=False, comment="What turns are drawn from; secret until the end"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    _at("created_at"),
    _at("touched_at"),
    _at("closed_at", nullable=True),
    sa.CheckConstraint("best_of % 2 = 1 AND best_of BETWEEN 1 AND 99", name="best_of"),
    sa.CheckConstraint("length(seed) = 32", name="seed"),
    _one_of("status", "open", "closed"),
    _one_of("scorers", "host", "everyone"),
    _one_of("sums", "everyone", "players"),
    # Of what a change leaves as it is, so that a change stays as cheap as without the index.
    sa.Index("sessions_open_idx", "created_at", postgresql_where=sa.text("status = 'open'")),
)

seats = sa.Table(
    "seats",
    metadata,
    _id(),
    sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.id"), nullable=False),
    sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id"), index=True),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    _at("joined_at"),
    sa.UniqueConstraint("session_id", "player_id"),
    _one_of("role", "host", "scorer", "player", "spectator"),
    sa.Index("seats_one_host_idx", "session_id", unique=True, postgresql_where=sa.text("role = 'host'")),
)

guest_links = sa.Table(
    "guest_links",
    metadata,
    sa.Column("seat_id", sa.Uuid, sa.ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("sha256", sa.LargeBinary, nullable=False, comment="Of the token in the link"),
    _at("created_at"),
    sa.CheckConstraint("length(sha256) = 32", name="sha256"),
    comment="By which a guest's seat becomes a player's: one a seat, and it works once",
)

games = sa.Table(
    "games",
    metadata,
    _id(),
    sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("game_type", sa.Text, sa.Computed("rules ->> 'game_type'", persisted=True), nullable=False),
    sa.Column("rules", JSONB, nullable=False),
    sa.Column("rules_sha256", sa.LargeBinary, nullable=False, comment="Of the canonical JSON of the rules"),
    sa.Column("status", sa.Text, nullable=False, server_default="live"),
    sa.Column("turns", ARRAY(sa.Uuid), nullable=False),
    sa.Column("draw", JSONB, comment="What the turns were drawn from; null where people gave them"),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("state", JSONB, nullable=False, comment="The fold of all events up to version"),
    sa.Column("winner_seat_ids", ARRAY(sa.Uuid), nullable=False, server_default="{}"),
    _at("started_at"),
    _at("finished_at", nullable=True),
    sa.UniqueConstraint("session_id", "number"),
    sa.CheckConstraint("length(rules_sha256) = 32", name="rules_sha256"),
    _one_of("status", "live", "finished", "cancelled"),
    sa.Index("games_one_live_idx", "session_id", unique=True, postgresql_where=sa.text("status = 'live'")),
)

game_events = sa.Table(
    "game_events",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True, comment="Made by the client, so that a tap sent twice counts once"),
    sa.Column("game_id", sa.Uuid, sa.ForeignKey("games.id"), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column(
        "previous",
        sa.Integer,
        sa.Computed("nullif(version - 1, 0)", persisted=True),
        comment="References the version before: no hole can be stored",
    ),
    sa.Column("session_version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("seat_id", sa.Uuid, sa.ForeignKey("seats.id")),
    sa.Column("color", sa.Text),
    sa.Column("number", sa.SmallInteger),
    sa.Column("own_ball", sa.Boolean, nullable=False),
    sa.Column("fluke", sa.Boolean, nullable=False),
    sa.Column("foul", sa.Text),
    sa.Column("event_id", sa.Uuid, sa.ForeignKey("game_events.id")),
    sa.Column("text", sa.Text),
    sa.Column("turns", ARRAY(sa.Uuid)),
    sa.Column("payer_seat_id", sa.Uuid, sa.ForeignKey("seats.id")),
    sa.Column("recorded_by", sa.Uuid, sa.ForeignKey("players.id"), nullable=False),
    _at("at"),
    sa.UniqueConstraint("game_id", "version"),
    sa.ForeignKeyConstraint(["game_id", "previous"], ["game_events.game_id", "game_events.version"]),
    sa.CheckConstraint("version > 0", name="version"),
    sa.CheckConstraint("number BETWEEN 1 AND 15", name="number"),
    _one_of("kind", "pot", "foul", "miss", "turn", "undo", "note", "reorder", "reopen"),
    comment="Appended, never changed: a trigger refuses updates and deletes",
)

game_results = sa.Table(
    "game_results",
    metadata,
    sa.Column("game_id", sa.Uuid, sa.ForeignKey("games.id"), primary_key=True),
    sa.Column("seat_id", sa.Uuid, sa.ForeignKey("seats.id"), primary_key=True),
    sa.Column("points", sa.Integer, nullable=False),
    sa.Column("balls", sa.Integer, nullable=False),
    sa.Column("fouls", sa.Integer, nullable=False),
    sa.Column("net_kopecks", sa.BigInteger, nullable=False),
    comment="A constraint trigger at commit: the nets of a game sum to 0 and are what its ledger lines say",
)

ledger_entries = sa.Table(
    "ledger_entries",
    metadata,
    _id(),
    sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.id"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("game_id", sa.Uuid, sa.ForeignKey("games.id"), index=True, comment="Also of what takes a game back"),
    sa.Column("reverses_id", sa.Uuid, sa.ForeignKey("ledger_entries.id"), unique=True),
    sa.Column("payer_seat_id", sa.Uuid, sa.ForeignKey("seats.id"), comment="Who paid the bill or makes the payment"),
    sa.Column("payee_seat_id", sa.Uuid, sa.ForeignKey("seats.id")),
    sa.Column("kopecks", sa.BigInteger, comment="The total of the bill, or the payment"),
    sa.Column("details", JSONB, nullable=False, server_default="{}"),
    sa.Column("text", sa.Text),
    sa.Column("recorded_by", sa.Uuid, sa.ForeignKey("players.id"), nullable=False),
    _at("at"),
    _one_of("kind", "game", "table_time", "bar", "payment", "reversal"),
    sa.CheckConstraint("kopecks > 0", name="kopecks"),
    sa.CheckConstraint("payer_seat_id <> payee_seat_id", name="two_seats"),
    sa.CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reverses_id"),
    sa.CheckConstraint("kind = 'reversal' OR (kind = 'game') = (game_id IS NOT NULL)", name="game_id"),
    sa.CheckConstraint(
        "num_nonnulls(payer_seat_id, payee_seat_id, kopecks)"
        " = CASE kind WHEN 'payment' THEN 3 WHEN 'table_time' THEN 2 WHEN 'bar' THEN 2 ELSE 0 END"
        " AND (payee_seat_id IS NULL OR kind = 'payment')",
        name="who_and_what",
    ),
    comment="An evening's money: appended, never changed; what was wrong is reversed by another entry",
)

ledger_lines = sa.Table(
    "ledger_lines",
    metadata,
    sa.Column("entry_id", sa.Uuid, sa.ForeignKey("ledger_entries.id"), primary_key=True),
    sa.Column("seat_id", sa.Uuid, sa.ForeignKey("seats.id"), primary_key=True),
    sa.Column("other_seat_id", sa.Uuid, sa.ForeignKey("seats.id"), primary_key=True),
    sa.Column(
        "kopecks",
        sa.BigInteger,
        primary_key=True,
        autoincrement=False,
        comment="What the seat is up (above zero) or down against the other",
    ),
    sa.Column(
        "mirrored",
        sa.BigInteger,
        sa.Computed("-kopecks", persisted=True),
        comment="References the same line as the other seat sees it: nothing one-sided can be stored",
    ),
    sa.ForeignKeyConstraint(
        ["entry_id", "other_seat_id", "seat_id", "mirrored"],
        ["ledger_lines.entry_id", "ledger_lines.seat_id", "ledger_lines.other_seat_id", "ledger_lines.kopecks"],
        name="ledger_lines_mirror_fkey",
        deferrable=True,
        initially="DEFERRED",
    ),
    sa.CheckConstraint("kopecks <> 0", name="kopecks"),
    sa.CheckConstraint("seat_id <> other_seat_id", name="two_seats"),
    comment="Constraint triggers at commit: a reversal takes back its entry, and results are what lines say",
)

ledger_confirmations = sa.Table(
    "ledger_confirmations",
    metadata,
    sa.Column("entry_id", sa.Uuid, sa.ForeignKey("ledger_entries.id"), primary_key=True),
    sa.Column("confirmed_by", sa.Uuid, sa.ForeignKey("players.id"), nullable=False),
    _at("at"),
    comment="Payments whose payee has the money: only these count",
)

player_games = sa.Table(
    "player_games",
    metadata,
    sa.Column("game_id", sa.Uuid, sa.ForeignKey("games.id"), primary_key=True),
    sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("game_type", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, comment="Of the game, when this became of it"),
    sa.Column("counted", sa.Boolean, nullable=False, comment="False while the game is reopened"),
    sa.Column("won", sa.Boolean, nullable=False),
    sa.Column("points", sa.Integer, nullable=False),
    sa.Column("balls", sa.Integer, nullable=False),
    sa.Column("fouls", sa.Integer, nullable=False),
    sa.Column("net_kopecks", sa.BigInteger, nullable=False),
    comment="What each finished game gave each player",
)

player_totals = sa.Table(
    "player_totals",
    metadata,
    sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("game_type", sa.Text, primary_key=True),
    sa.Column("games", sa.Integer, nullable=False),
    sa.Column("wins", sa.Integer, nullable=False),
    sa.Column("points", sa.Integer, nullable=False),
    sa.Column("balls", sa.Integer, nullable=False),
    sa.Column("fouls", sa.Integer, nullable=False),
    sa.Column("net_kopecks", sa.BigInteger, nullable=False),
)

notification_settings = sa.Table(
    "notification_settings",
    metadata,
    sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("telegram", sa.Boolean, nullable=False, server_default=sa.true(), comment="False if he blocked the bot"),
    sa.Column("reaches", JSONB, nullable=False, server_default="{}", comment="By kind, what differs from the rule"),
    sa.Column("quiet_begin", sa.Time, comment="His local time"),
    sa.Column("quiet_end", sa.Time),
    sa.Column("time_zone", sa.Text, nullable=False, server_default="Europe/Moscow", comment="An IANA name"),
    sa.CheckConstraint("(quiet_begin IS NULL) = (quiet_end IS NULL)", name="quiet_hours"),
    comment="Only of players who have set something",
)

notifications = sa.Table(
    "notifications",
    metadata,
    _id(),
    sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False, comment="1, 2, 3 … of this player"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False, comment="What it tells of: nobody is told the same twice"),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("link", sa.Text, nullable=False, comment="A start parameter of the app, such as s_<id>, or an address"),
    sa.Column("urgency", sa.Text, nullable=False),
    sa.Column("mentions", ARRAY(sa.Uuid), nullable=False, comment="Players whose names stand in its words"),
    sa.Column("deliver_after", sa.DateTime(timezone=True), comment="When Telegram may tell it; null: not by Telegram"),
    sa.Column("correlation_id", sa.Text, comment="The id of the request that caused it"),
    _at("created_at"),
    _at("read_at", nullable=True),
    sa.Index("notifications_created_at_idx", "created_at"),
    sa.UniqueConstraint("player_id", "number"),
    sa.UniqueConstraint("player_id", "kind", "subject"),
    sa.Index("notifications_unread_idx", "player_id", postgresql_where=sa.text("read_at IS NULL")),
    sa.Index("notifications_mentions_idx", "mentions", postgresql_using="gin"),
    sa.Index("notifications_urgent_idx", "deliver_after", postgresql_where=sa.text("urgency = 'high'")),
    _one_of("kind", "session_invited", "game_finished", "session_closed", "report_ready", "friend_requested"),
    _one_of("urgency", "low", "normal", "high"),
    comment="In the words of the receiver's language, as they were when it was made",
)

reports = sa.Table(
    "reports",
    metadata,
    _id(),
    sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.id"), nullable=False),
    sa.Column("session_version", sa.Integer, nullable=False, comment="Of the session, when it was asked for"),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False, comment="IANA name"),
    sa.Column("sums", sa.Boolean, nullable=False, comment="Whether it says what things cost"),
    _at("requested_at"),
    sa.Column("made_at", sa.DateTime(timezone=True), comment="When its file was in the storage"),
    sa.Column("size_bytes", sa.Integer),
    sa.UniqueConstraint(
        "session_id", "session_version", "format", "language", "time_zone", "sums", name="reports_wish_key"
    ),
    _one_of("format", "pdf", "png", "csv", "json"),
    sa.CheckConstraint("(made_at IS NULL) = (size_bytes IS NULL)", name="made_at"),
    comment="Files of evenings in the storage; deleted with a person who was there and is erased",
)

report_requests = sa.Table(
    "report_requests",
    metadata,
    sa.Column("report_id", sa.Uuid, sa.ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), primary_key=True, index=True),
    _at("requested_at"),
    comment="Who is told when a report is ready",
)

outbox = sa.Table(
    "outbox",
    metadata,
    _id(),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("payload", JSONB, nullable=False),
    sa.Column("correlation_id", sa.Text, nullable=False),
    sa.Column("traceparent", sa.Text, comment="The step of which trace has told it (W3C Trace Context)"),
    sa.Column("schema", sa.SmallInteger, nullable=False, server_default="1", comment="Of the payload"),
    _at("created_at"),
    _at("not_before"),
    comment="Messages of committed transactions, until RabbitMQ has confirmed them",
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("consumer", sa.Text, primary_key=True),
    sa.Column("message_id", sa.Uuid, primary_key=True),
    _at("received_at"),
    sa.Index("inbox_received_at_idx", "received_at"),
    comment="Messages whose effect is committed: a second delivery finds its row and does nothing",
)

idempotency_keys = sa.Table(
    "idempotency_keys",
    metadata,
    sa.Column("player_id", sa.Uuid, sa.ForeignKey("players.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("operation", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("request_sha256", sa.LargeBinary, nullable=False),
    sa.Column("answer", sa.LargeBinary),
    _at("created_at"),
    sa.Index("idempotency_keys_created_at_idx", "created_at"),
)

telegram_chats = sa.Table(
    "telegram_chats",
    metadata,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    _at("not_before", nullable=True),
    _at("due_at", nullable=True),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0", comment="In a row"),
    comment="How long each chat has to be left alone, and when a message will say that it is over",
)

telegram_posts = sa.Table(
    "telegram_posts",
    metadata,
    _id(),
    sa.Column("chat_id", sa.BigInteger, sa.ForeignKey("telegram_chats.chat_id", ondelete="CASCADE"), nullable=False),
    sa.Column(
        "notification_id",
        sa.Uuid,
        sa.ForeignKey("notifications.id", ondelete="CASCADE"),
        unique=True,
        comment="Its words",
    ),
    sa.Column("text", sa.Text, comment="Where it is no notification"),
    sa.Column("link", sa.Text, comment="A start parameter of the app, or an address"),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
    sa.Column("alone", sa.Boolean, nullable=False, server_default=sa.false(), comment="Not with others in one message"),
    _at("created_at"),
    _at("deliver_after"),
    _at("claimed_at", nullable=True),
    sa.Column("message_id", sa.BigInteger, comment="Telegram's, once it is sent"),
    sa.Column("reason", sa.Text, comment="Why it was not sent, or is in doubt"),
    sa.Column("correlation_id", sa.Text, comment="The id of the request that caused it"),
    sa.CheckConstraint("(notification_id IS NULL) = (text IS NOT NULL)", name="words"),
    _one_of("state", "waiting", "sending", "sent", "in_doubt", "refused", "blocked"),
    sa.Index("telegram_posts_said_idx", "created_at", postgresql_where=sa.text("notification_id IS NULL")),
    sa.Index("telegram_posts_line_idx", "chat_id", "id", postgresql_where=sa.text("state IN ('waiting', 'sending')")),
    comment="What is said in chats: claimed and committed before it is sent, so that a crash never sends it twice",
)

telegram_boards = sa.Table(
    "telegram_boards",
    metadata,
    sa.Column(
        "chat_id",
        sa.BigInteger,
        sa.ForeignKey("telegram_chats.chat_id"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.id"), nullable=False, index=True),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("message_id", sa.BigInteger, comment="The message that is edited; null until it is sent"),
    sa.Column("shown_sha256", sa.LargeBinary, comment="Of its text"),
    sa.Column("stale", sa.Boolean, nullable=False, server_default=sa.true(), comment="The evening has gone on since"),
    comment="The one live message of each group that follows an evening",
)
