"""From raw bytes to a `Message`: never raises on content, always bounded, everything kept."""

from classifiers.mail.limits import Limits
from classifiers.mail.parts import part_bytes
from classifiers.mail.reader import read_mail

__all__ = ["Limits", "part_bytes", "read_mail"]
