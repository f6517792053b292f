"""What the world is told: topics as the contract names them, one class each."""

from dataclasses import FrozenInstanceError, fields

import pytest

from common.domain import events
from tests.domain.table import ANNA

MESSAGES = [
    made
    for made in vars(events).values()
    if isinstance(made, type) and issubclass(made, events.Message) and made is not events.Message
]


def test_the_topics_are_those_of_the_contract_and_no_two_are_alike():
    topics = [message.topic for message in MESSAGES]
    assert len(set(topics)) == len(topics)
    assert set(topics) <= {
        "session.created",
        "session.joined",
        "session.invited",
        "session.closed",
        "game.started",
        "game.event_recorded",
        "game.finished",
        "game.cancelled",
        "game.reopened",
        "friend.requested",
        "friend.accepted",
        "notification.created",
        "report.requested",
        "report.ready",
        "report.withdrawn",
        "telegram.chat_waited",
    }


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.__name__)
def test_a_message_is_named_after_its_topic_and_its_fields_leave_the_topic_out(message):
    words = message.topic.replace(".", "_").split("_")
    assert message.__name__ == "".join(word.capitalize() for word in words)
    assert "topic" not in {field.name for field in fields(message)}


def test_what_has_happened_cannot_be_changed():
    message = events.SessionClosed(ANNA)
    with pytest.raises(FrozenInstanceError):
        message.session_id = ANNA
