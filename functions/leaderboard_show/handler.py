"""Who is the best of us?"""

from litestar import get
from litestar.params import FromQuery

from common import rating
from common.domain.contest import Period
from common.domain.rules import GameType
from common.schemas.leaderboard import Leaderboard
from common.store import leaderboard
from common.web import Me, Pool


@get("/leaderboard")
async def leaderboard_show(
    pool: Pool, me: Me, game_type: FromQuery[GameType | None] = None, period: FromQuery[Period] = "month"
) -> Leaderboard:
    """The caller and the people he has sat at a table with, by what they have won in a period; no money is shown.

    A period is the last 7, 30 or 365 days, or all time, and everybody begins it anew: only finished games that ended in
    it count, of one type or of all, the newest thousand at the most, in the order of their ends. The rating is one of
    Weng and Lin's Bayesian models (2011). Pyramid is one side against the other, so a pair is a team. In Kolkhoz
    everybody is ranked by his own points: money depends on who shoots after one, points do not. A guest takes part as
    somebody of whom nothing is known.
    """
    people = await leaderboard.people(pool, me.player_id)
    games = await leaderboard.games(pool, me.player_id, game_type, period)
    return Leaderboard.of(people, games, rating.ratings(games))
