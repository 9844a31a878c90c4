"""A draft that a person already wrote or saw, for the other way: the sentences about how to answer are exchanged."""

from dataclasses import replace

from outbound.draft import Channel, Draft, Recipient
from outbound.facts import Facts, Letterhead
from outbound.texts import fill
from outbound.variables import variables

#: Pieces that speak of the way an answer takes.
PIECES = ("contact", "coordinator")


def for_channel(draft: Draft, channel: Channel, to: Recipient, *, facts: Facts, office: Letterhead) -> Draft:
    """The same answer by `channel`; what a person wrote stays word for word."""
    text = draft.text
    for piece in PIECES:
        text = text.replace(
            _said(piece, draft, draft.channel, facts, office), _said(piece, draft, channel, facts, office)
        )
    threaded = channel is Channel.MAIL
    return replace(
        draft,
        channel=channel,
        to=to,
        text=text,
        in_reply_to=draft.in_reply_to if threaded else "",
        references=draft.references if threaded else (),
        headers=None,
    )


def _said(piece: str, draft: Draft, channel: Channel, facts: Facts, office: Letterhead) -> str:
    values = variables(facts, office, draft.language, channel, automatic=False)
    return fill(f'{piece}\n\n{{% include "{piece}" %}}', draft.language, values)[1]
