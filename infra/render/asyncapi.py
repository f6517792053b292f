"""common/domain/events.py → infra/generated/asyncapi.json: every message that leaves, with its envelope (AsyncAPI 3.0)."""
