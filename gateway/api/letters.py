"""The exact letter of an act, as the API shows it before it leaves."""

from pydantic import Field

from gateway.api.models import Shown
from gateway.casework.letters import Typed
from gateway.desk.pages.answer import mark_of
from outbound.draft import Draft


class LetterShown(Shown):
    """A mail or letter, word for word."""

    answer: str
    channel: str = Field(description="`mail`, `letter` or `phone`")
    to_address: str
    to_postal: list[str]
    language: str
    subject: str
    text: str
    seen: str = Field(description="To be sent back as `seen`: only the letter that was shown leaves.")


def shown(draft: Draft, typed: Typed) -> LetterShown:
    return LetterShown(
        answer=draft.answer.value,
        channel=draft.channel.value,
        to_address=draft.to.email,
        to_postal=list(draft.to.postal),
        language=draft.language.value,
        subject=draft.subject,
        text=draft.text,
        seen=mark_of(draft, typed),
    )
