"""Every way to say no, with its stable code: the only list of the codes that clients and people rely on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Answer(NamedTuple):
    """How a refusal is answered over HTTP."""

    status: int
    sentence: str


REFUSALS: dict[str, Answer] = {
    # 400: the shape of what was sent
    "payload_invalid": Answer(400, "The request is not of the expected shape: see errors."),
    "rules_invalid": Answer(400, "These rules cannot be played: see errors."),
    # 401: not signed in
    "not_signed_in": Answer(401, "Sign in first: send a valid access token."),
    "token_expired": Answer(401, "The access token has ended: refresh it."),
    "token_revoked": Answer(401, "This sign-in was ended: sign in again."),
    "init_data_invalid": Answer(401, "Telegram did not sign this launch data: open the app from Telegram again."),
    "init_data_expired": Answer(401, "This launch data is too old: open the app from Telegram again."),
    "refresh_invalid": Answer(401, "This refresh token is unknown or has ended: sign in again."),
    "refresh_reused": Answer(401, "This refresh token was used before, so the whole sign-in was ended: sign in again."),
    # 403: signed in, but not allowed
    "not_allowed": Answer(403, "Your role in this session does not allow that: ask the host."),
    "origin_not_allowed": Answer(403, "Another site's page may not open this: use the app's own address."),
    "not_a_member": Answer(403, "You have left this session: join it again by its code."),
    # 404: not there, or not for the caller's eyes
    "not_found": Answer(404, "There is nothing here that you may see."),
    "code_unknown": Answer(404, "No session has this code: check the six characters."),
    "player_unknown": Answer(404, "There is no such player: he may have erased his account."),
    "event_unknown": Answer(404, "This game has no such event."),
    "template_unknown": Answer(404, "There is no such template."),
    "seat_unknown": Answer(404, "Nobody sits on this seat any more: load the session again."),
    "link_unknown": Answer(404, "This link has ended or was used: ask for a new one."),
    "entry_unknown": Answer(404, "The ledger of this session has no such entry."),
    "method_not_allowed": Answer(405, "This address does not take that method."),
    # 409: a rule of the game or of the session says no
    "already_seated": Answer(409, "This player sits at the table already."),
    "too_many_templates": Answer(409, "A hundred templates are enough: delete one that you do not use."),
    "role_needs_account": Answer(409, "A guest has no account: he can only play or watch."),
    "host_stays": Answer(409, "The host stays the host: hand the session over to someone else first."),
    "session_full": Answer(409, "The session is full: sixteen seats at the most."),
    "session_closed": Answer(409, "The session is closed: start a new one."),
    "game_already_live": Answer(409, "A game is being played in this session: finish or cancel it first."),
    "game_not_live": Answer(409, "The game is over: nothing can be recorded in it."),
    "game_not_finished": Answer(409, "The game was cancelled: only a finished one can be reopened."),
    "unknown_seat": Answer(409, "This seat does not play in this game."),
    "unknown_ball": Answer(409, "The rules of this game have no such ball."),
    "ball_already_down": Answer(409, "All balls of that colour are down."),
    "already_undone": Answer(409, "This event was taken back already."),
    "need_two_players": Answer(409, "A game needs two players: invite someone or add a guest."),
    "too_many_players": Answer(409, "At most eight can play one game: name the seats that play."),
    "turns_incomplete": Answer(409, "The order of play must name every playing seat exactly once."),
    "two_or_four_players": Answer(409, "Pyramid is played one against one or two against two: name two or four seats."),
    "turns_fixed": Answer(409, "The order of play stays as it is once someone has shot: only who plays may change."),
    "target_reached": Answer(409, "The target is reached: take the last event back, or finish the game."),
    "own_ball_not_allowed": Answer(409, "The stroke after a potted cue ball may pot object balls only."),
    "not_undoable": Answer(409, "This cannot be taken back."),
    "rules_do_not_fit": Answer(409, "What was played cannot be scored by these rules."),
    "nothing_to_split_by": Answer(409, "None of those who share this has finished a game yet: split it equally."),
    "nothing_to_confirm": Answer(409, "Only payments are confirmed: this entry counts already."),
    "already_reversed": Answer(409, "This entry was taken back already."),
    "not_reversible": Answer(409, "What takes an entry back stays: record that entry anew."),
    "game_decides": Answer(409, "This follows from a game: reopen the game and correct it there."),
    "nothing_to_share": Answer(409, "Only a finished game has a result to share: finish it first."),
    "telegram_refused": Answer(409, "Telegram keeps no message for you: start the bot, or share a link instead."),
    "version_conflict": Answer(409, "Someone else was faster: load the game again and retry."),
    "idempotency_mismatch": Answer(409, "This key or id was used before for something else: make a new one."),
    # 4xx and 5xx of the transport
    "payload_too_large": Answer(413, "The request is larger than 64 KiB."),
    "address_too_long": Answer(414, "The address is longer than 2 KiB."),
    "headers_too_large": Answer(431, "The request's headers are larger than 16 KiB."),
    "too_many_requests": Answer(429, "Too many requests: wait as long as Retry-After says."),
    "internal": Answer(500, "Something broke on our side. It is logged under this request id."),
    "telegram_away": Answer(503, "Telegram does not answer: ask again in a while, or share a link instead."),
    "unavailable": Answer(503, "A service behind this is away for a moment: send the same again."),
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that is wrong and what would be right; `field` is a path such as `rules.balls.0.count`."""

    field: str
    message: str


class Refusal(Exception):
    """A no with a stable `code` out of `REFUSALS`; raising one rolls everything back."""

    def __init__(
        self, code: str, detail: str | None = None, *, errors: Sequence[FieldError] = (), retry_after: int = 1
    ) -> None:
        self.code = code
        self.answer = REFUSALS[code]
        self.detail = detail or self.answer.sentence
        self.errors = tuple(errors)
        self.retry_after = retry_after
        """Seconds until the same may be asked again, where time is what is missing (429, 503)."""
        super().__init__(f"{code}: {self.detail}")
