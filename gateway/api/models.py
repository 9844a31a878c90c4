"""What the API takes and gives about cases, in the words of the desk."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gateway.casework.queue import CHANNELS


class Given(BaseModel):
    """What comes in: a name that is not in the description is a mistake, never ignored."""

    model_config = ConfigDict(extra="forbid")


class Shown(BaseModel):
    """What goes out."""

    model_config = ConfigDict(from_attributes=True)


#: Text without the one character that no database keeps.
Text = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]*$")]
Short = Annotated[Text, StringConstraints(max_length=300)]
Long = Annotated[Text, StringConstraints(max_length=20_000)]
Letter = Annotated[Text, StringConstraints(max_length=100_000)]


class CaseFilter(Given):
    """All filters of the queue; empty means all."""

    query: Annotated[Text, StringConstraints(max_length=200)] = Field(
        default="", description="Reference, words of names (one slip is forgiven), of texts and attachments."
    )
    office: Short = ""
    state: Short = Field(
        default="open", description="`open`, `closed`, `mine`, `unassigned`, a state, or empty for every case."
    )
    kind: Short = ""
    action: Short = Field(default="", description="Action of the open proposal.")
    body: Short = Field(default="", description="Id of a body of the catalogue.")
    language: Short = ""
    due: Short = Field(
        default="", description="`late` for what is past its day; anything else: what is due, soonest first."
    )
    handler: Short = Field(default="", description="Login name.")
    channel: Short = Field(default="", description=", ".join(f"`{one}`" for one in CHANNELS))
    campaign: Short = Field(default="", description="Number of a campaign.")
    after: Short = Field(default="", description="`next` of the page before.")


class CaseLine(Shown):
    """A case as it stands in the queue."""

    reference: str
    office: str
    channel: str
    received_at: datetime
    name: str
    services: list[str]
    language: str
    kind: str
    state: str
    signals: list[str]
    due: date | None = Field(description="Soonest target day of its running clocks.")
    days_left: int | None
    handler: str = Field(description="Full name.")
    action: str = Field(description="Action of the open proposal.")
    to_body: str
    campaign: bool
    sealed: bool
    files: int = Field(description="Attachments of all its messages.")
    others: int = Field(description="Other complaint services that got it too.")


class CasePage(Shown):
    cases: list[CaseLine]
    next: str = Field(description="For `after`; empty at the end.")
    count: int = Field(description="How many the filter shows; 1001 means more than 1000.")


class PartLine(Shown):
    path: str = Field(description="IMAP part number.")
    name: str
    content_type: str
    size: int


class MessageWhole(Shown):
    id: int
    relation: str = Field(description="new, same-mail, resent, copy or follow-up")
    channel: str
    received_at: datetime
    from_name: str
    from_email: str
    subject: str
    language: str
    kind: str
    text: str = Field(description="The writer's own words.")
    whole_text: str | None = Field(description="With quotations and signature; null where the bytes are kept no more.")
    parts: list[PartLine]


class ClockLine(Shown):
    name: str
    starts: date
    nominal: date
    legal_last: date
    target: date
    article: str
    state: str
    ended_by: str | None
    ended_at: datetime | None


class ReasonLine(Shown):
    code: str
    text: str = Field(description="In the language of the token's person.")
    article: str


class ChoiceLine(Shown):
    """Something that may be done with a case."""

    action: str
    to: str | None
    to_name: str
    confidence: float | None = Field(description="0 to 1 for what is proposed; null for what fits less well.")
    grounds: list[str]
    reasons: list[ReasonLine]


class CheckLine(Shown):
    """One ground of the checklist of admissibility."""

    ground: str
    verdict: str
    discretionary: bool
    article: str
    words: str = Field(description="The words in the complaint that tell it; empty where none do.")


class TaskLine(Shown):
    id: int
    office: str
    kind: str
    case: str | None = Field(description="Reference.")
    text: str
    times: int = Field(description="How often the same was asked while it stands open.")
    due: date | None
    created_at: datetime
    other_case: str | None = Field(default=None, description="With a proposed link: the earlier case.")


class ItemLine(Shown):
    """Something that leaves."""

    id: int
    office: str
    case: str | None
    answer: str
    channel: str
    to_address: str
    subject: str
    language: str
    state: str
    reason: str
    approved_by: str | None
    created_at: datetime
    not_before: datetime
    sent_at: datetime | None


class StepLine(Shown):
    """An entry of the history."""

    number: int
    at: datetime
    actor: str = Field(description="Login name, or `klachtenpost` for a step of the machine.")
    step: str
    text: str = Field(description="The step in the language of the token's person.")
    details: list[str]


class NoteLine(Shown):
    author: str
    at: datetime
    text: str


class RelatedLine(Shown):
    reference: str
    state: str
    received_at: datetime
    why: str = Field(description="`complainant` or `campaign`")


class TransferLine(Shown):
    id: int
    case: str
    office: str
    direction: str = Field(description="`in` or `out`")
    partner: str
    state: str
    their_reference: str | None
    created_at: datetime
    changed_at: datetime
    due: date | None


class CaseWhole(Shown):
    """Everything about a case. Its version stands in `ETag`."""

    reference: str
    office: str
    procedure: str
    version: int
    state: str
    kind: str
    sealed: bool
    language: str
    channel: str
    person: dict[str, Any]
    services: list[str]
    wishes: list[str]
    signals: list[str]
    description: str
    received_at: datetime
    first_received_at: datetime | None
    handler: str | None = Field(description="Login name.")
    verdict: str | None
    closed_at: datetime | None
    due: date | None
    campaign: int | None
    campaign_label: str | None
    messages: list[MessageWhole]
    clocks: list[ClockLine]
    choices: list[ChoiceLine] = Field(description="What is proposed first; empty where nothing waits for a decision.")
    checklist: list[CheckLine]
    tasks: list[TaskLine]
    outbox: list[ItemLine]
    notes: list[NoteLine]
    related: list[RelatedLine]
    transfers: list[TransferLine]
    history: list[StepLine]


class CaseNow(Shown):
    """How a case stands after an act. Its version stands in `ETag`."""

    reference: str
    office: str
    version: int
    state: str
    handler: str | None
    sealed: bool
    closed_at: datetime | None
