"""What each finished game gave each player: the key is (game, player), so counting twice is impossible."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "player_games",
        sa.Column("game_id", sa.Uuid),
        sa.Column("player_id", sa.Uuid),
        sa.Column("game_type", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, comment="Of the game, when this became of it"),
        sa.Column("counted", sa.Boolean, nullable=False, comment="False while the game is reopened"),
        sa.Column("won", sa.Boolean, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("balls", sa.Integer, nullable=False),
        sa.Column("fouls", sa.Integer, nullable=False),
        sa.Column("net_kopecks", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("game_id", "player_id", name="player_games_pkey"),
        sa.ForeignKeyConstraint(["game_id"], ["games.id"], name="player_games_game_id_fkey"),
        sa.ForeignKeyConstraint(["player_id"], ["players.id"], name="player_games_player_id_fkey", ondelete="CASCADE"),
        comment="What each finished game gave each player",
    )
    op.create_index("player_games_player_id_idx", "player_games", ["player_id"])
    op.execute(
        """
        INSERT INTO player_games
               (game_id, player_id, game_type, version, counted, won, points, balls, fouls, net_kopecks)
        SELECT games.id, player_id, game_type, version, true, seat_id = ANY(winner_seat_ids), points, balls, fouls,
               net_kopecks
          FROM games JOIN game_results ON game_id = games.id JOIN seats ON seats.id = seat_id
         WHERE games.status = 'finished' AND player_id IS NOT NULL
        """
    )
    op.execute("DELETE FROM player_totals")
    op.execute(
        """
        INSERT INTO player_totals (player_id, game_type, games, wins, points, balls, fouls, net_kopecks)
        SELECT player_id, game_type, count(*), count(*) FILTER (WHERE won), sum(points), sum(balls), sum(fouls),
               sum(net_kopecks)
          FROM player_games GROUP BY player_id, game_type
        """
    )
    # Messages on their way are counted above; they say which version of the game they are about, as all do from now on.
    op.execute(
        """
        UPDATE outbox SET payload = payload || jsonb_build_object('version', games.version)
          FROM games WHERE topic = 'game.finished' AND games.id = (payload ->> 'game_id')::uuid
        """
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("player_games")
    op.execute("UPDATE outbox SET payload = payload - 'version' WHERE topic = 'game.finished'")
