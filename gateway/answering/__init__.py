"""Answers to people: from an office, a case and what was decided to a draft, and from a draft into the outbox."""

from gateway.answering.answer import NoWayToAnswer, draft_answer, send_answer
from gateway.answering.facts import case_facts
from gateway.answering.letterhead import body_contact, letterhead

__all__ = ["NoWayToAnswer", "body_contact", "case_facts", "draft_answer", "letterhead", "send_answer"]
