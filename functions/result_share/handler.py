"""Show a result to anybody, in any chat of one's own."""

from uuid import UUID

from litestar import post
from litestar.datastructures import State
from litestar.params import FromPath

from common import sharing
from common.domain.phrases import language_for
from common.domain.result_text import result_text
from common.errors import Refusal
from common.schemas.sharing import PreparedMessage
from common.store import games, players, sessions
from common.web import SHARES, Me, Pool


@post("/games/{game_id:uuid}/share", status_code=201, opt=SHARES)
async def result_share(game_id: FromPath[UUID], pool: Pool, me: Me, state: State) -> PreparedMessage:
    """Prepare a message that says how a finished game ended, for `shareMessage` of the Mini App.

    It is in the caller's language, for every kind of chat but those with bots, and tells no sums to whoever may not see
    them. With it comes a button: to the evening's invitation while it goes on, to the evening itself later. Each call
    prepares a message of its own, which only the caller can send and which Telegram forgets after a while. On
    `telegram_refused` and `telegram_away` the app shares a link instead.
    """
    game, standing = await games.read(pool, game_id, me.player_id)
    standing.demand("see")
    if game.status != "finished":
        raise Refusal("nothing_to_share")
    session = await sessions.read(pool, game.session_id)
    addressee = await players.addressee(pool, me.player_id)
    shown, language = game.seen_by(standing), language_for(addressee.language)
    names = {seat.id: seat.display_name for seat in session.seats}
    text = result_text(session.name, game.number, shown.rules, game.state, names, language)
    link = f"s_{session.code if session.status == 'open' else session.id}"
    prepared = await sharing.prepare(state.settings, addressee.telegram_id, str(game_id), text, link, language)
    return PreparedMessage(prepared.id, prepared.expires_at)
