"""Rendered by `make render` from common/store/queries/*.py: do not edit."""
