"""common/domain/events.py → infra/generated/asyncapi.json: what the world is told, as AsyncAPI 3.0."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from common.domain import events
from common.domain.events import Message
from common.manifest import ROOT
from common.topology import EVENTS
from infra.render.topology import listening

VERSION = "1"

ENVELOPE = {
    "message_id": {"type": "string", "format": "uuid", "description": "The same however often it is sent or received."},
    "correlation_id": {"type": "string", "description": "The id of the request that caused it."},
    "type": {"type": "string", "description": "The routing key."},
    "schema": {
        "type": "integer",
        "description": "Of the payload; who knows only lower ones lays it aside.",
    },
    "timestamp": {"type": "string", "format": "date-time", "description": "When it was told, in whole seconds."},
}
EXCHANGE = {"name": EVENTS, "type": "topic", "durable": True}


def render() -> Iterator[tuple[Path, str]]:
    """The generated file with its text."""
    yield ROOT / "infra" / "generated" / "asyncapi.json", json.dumps(document(), indent=2) + "\n"


def document() -> dict[str, Any]:
    """A channel for each type of message; who sends all of them, and who listens to which."""
    types = sorted(_types(), key=lambda message: message.topic)
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    sends = {f"tell_{_key(message.topic)}": _operation("send", message.topic) for message in types}
    receives = {
        each.consumer if len(each.topics) == 1 else f"{each.consumer}_{_key(topic)}": _operation("receive", topic)
        for each in listening()
        for topic in each.topics
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Artel Billiards", "version": VERSION, "description": "What the world is told."},
        "defaultContentType": "application/json",
        "channels": {_key(message.topic): _channel(message) for message in types},
        "operations": {**sends, **receives},
        "components": {
            "messages": {message.__name__: _message(message) for message in types},
            "messageTraits": {"envelope": _envelope()},
            "schemas": schemas,
        },
    }


def _types() -> Iterator[type[Message]]:
    for value in vars(events).values():
        if isinstance(value, type) and issubclass(value, Message) and value is not Message:
            yield value


def _key(topic: str) -> str:
    return topic.replace(".", "_")


def _channel(message: type[Message]) -> dict[str, Any]:
    return {
        "address": message.topic,
        "messages": {message.__name__: {"$ref": f"#/components/messages/{message.__name__}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": EXCHANGE, "bindingVersion": "0.3.0"}},
    }


def _operation(action: str, topic: str) -> dict[str, Any]:
    return {"action": action, "channel": {"$ref": f"#/channels/{_key(topic)}"}}


def _message(message: type[Message]) -> dict[str, Any]:
    return {
        "name": message.topic,
        "traits": [{"$ref": "#/components/messageTraits/envelope"}],
        "payload": {"$ref": f"#/components/schemas/{message.__name__}"},
    }


def _envelope() -> dict[str, Any]:
    return {
        "headers": {"type": "object", "properties": ENVELOPE, "required": sorted(ENVELOPE)},
        "correlationId": {"location": "$message.header#/correlation_id"},
    }
