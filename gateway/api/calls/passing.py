"""A case passed on to a partner: everything that would leave, word for word, then sent as it was shown."""

from pydantic import Field

from gateway.api.call import Call, Told, etag
from gateway.api.letters import LetterShown, shown
from gateway.api.models import CaseNow, Given, Long, Short, Shown, TransferLine
from gateway.api.problems import Problem
from gateway.api.whole import now_of, transfer_line
from gateway.casework.errors import NotPossible
from gateway.casework.letters import Typed
from gateway.desk.pages.passing import mark_of
from gateway.errors import GatewayError
from gateway.exchange.decided import hand_over
from gateway.exchange.outgoing import Passing, prepare
from gateway.store.tables import Case


class Handing(Given):
    """To whom, and why."""

    partner: Short = Field(description="Id of a partner of the directory whose address was verified.")
    reason: Long = Field(description="Why it is passed on; the partner and the complainant read it.")


class HandingOver(Handing):
    seen: Short = Field(description="`seen` of the preview.")
    despite: bool = Field(default=False, description="A person saw `trouble` and wants it all the same.")


class HandingShown(Shown):
    """All that leaves, but for the signature and the one-time link."""

    covering: LetterShown = Field(description="To the partner; the originals and the signed document go along.")
    notice: LetterShown | None = Field(description="To the complainant; null where no address is known.")
    originals: int = Field(description="Messages that go along.")
    trouble: str = Field(description="Why a person must talk to the other house first; empty where nothing is odd.")
    seen: str = Field(description="To be sent back as `seen`: only what was shown leaves.")


class HandedOver(CaseNow):
    transfer: TransferLine


def preview(call: Call, office: str, reference: str, given: Handing) -> HandingShown:
    """What would leave to a partner and to the complainant. Nothing is changed."""
    passing = _prepared(call, call.case(office, reference, "transfer preview"), given)
    return HandingShown(
        covering=shown(passing.covering, Typed()),
        notice=shown(passing.notice, Typed()) if passing.notice else None,
        originals=len(passing.transfer.originals),
        trouble=call.say.error(passing.trouble) if passing.trouble else "",
        seen=mark_of(passing),
    )


def send(call: Call, office: str, reference: str, given: HandingOver) -> Told[HandedOver]:
    """Hands the case to a partner, exactly as it was previewed; the duty stays here until he accepts."""
    case = call.case(office, reference, "transfer")
    act = call.act_on(case)
    if mark_of(_prepared(call, case, given)) != given.seen:
        raise Problem(409, "letter-changed", call.say("api.letter-changed"))
    row = hand_over(
        call.session,
        act,
        case,
        given.partner,
        house=call.house(case),
        reason=given.reason,
        despite=given.despite,
    )
    call.session.flush()
    sent = HandedOver(**now_of(case).model_dump(), transfer=transfer_line(row, case))
    return Told(sent, 201, etag(case))


def _prepared(call: Call, case: Case, given: Handing) -> Passing:
    if not given.reason:
        raise NotPossible("say why first: the partner reads it")
    try:
        return prepare(call.session, case, given.partner, house=call.house(case), reason=given.reason, now=call.now)
    except GatewayError as error:
        raise NotPossible("this partner is not in the directory, or nobody verified its address") from error
