"""Call me so, and speak my language."""

from litestar import patch
from litestar.params import JSONBody

from common.domain.phrases import Language
from common.errors import Refusal
from common.schemas.notifications import NotificationSettings
from common.schemas.players import Player
from common.store import notifications, players
from common.web import Body, Db, Me, Name


class Changes(Body):
    """What is not given stays; settings of notifications are set as by PUT /notifications/settings."""

    display_name: Name | None = None
    language: Language | None = None
    notifications: NotificationSettings | None = None


@patch("/me")
async def player_update_me(data: JSONBody[Changes], db: Db, me: Me) -> Player:
    """Change the caller's own player; seats that he has taken keep the name that he came with."""
    wanted = data.notifications
    if wanted:
        await notifications.set_all(db, me.player_id, wanted.wanted())
    name = data.display_name.strip() if data.display_name else None
    language = data.language or (wanted.language if wanted else None)
    changed = await players.update(db, me.player_id, display_name=name, language=language)
    if changed is None:
        raise Refusal("not_found")
    return Player.of(changed)
