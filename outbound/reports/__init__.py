"""What the mail systems of the world say about our mail: standard reports (RFC 3464) and the many that are not."""

from outbound.reports.read import read_report
from outbound.reports.report import Action, DeliveryReport, Reason, Recipient
from outbound.reports.words import in_words

__all__ = ["Action", "DeliveryReport", "Reason", "Recipient", "in_words", "read_report"]
