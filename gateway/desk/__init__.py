"""The desk: the staff's web pages, rendered here, readable without a script."""

from gateway.desk.app import build_app

__all__ = ["build_app"]
