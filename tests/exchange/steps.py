"""What two houses do in the tests of the exchange."""

from sqlalchemy import select

from gateway.exchange.answers import answer_transfer
from gateway.exchange.outgoing import pass_on
from gateway.store.partners import TransferRow
from gateway.store.tables import Case, Task
from outbound.exchange.handshake import AnswerGround, AnswerStatus, TransferAnswer
from tests.exchange.houses import Town, complaint

CITIZEN = "an.peeters@example.org"


def passed_on(sender: Town, recipient: Town) -> tuple[Case, bytes]:
    """The case at the sender after the decision, and the mail that leaves."""
    case = sender.case(sender.receive(complaint(), CITIZEN))
    with sender.gateway.store.session() as session:
        pass_on(
            session,
            sender.act,
            session.get_one(Case, case.id),
            recipient.office_id,
            house=sender.house,
            reason="parking.brussels is een gewestelijke dienst.",
        )
    (mail,) = sender.mails_to(recipient.address)
    return case, mail


def transfers(one: Town) -> list[TransferRow]:
    with one.gateway.store.reading() as session:
        return list(session.scalars(select(TransferRow).order_by(TransferRow.id)))


def tasks(one: Town, kind: str) -> list[Task]:
    with one.gateway.store.reading() as session:
        return list(session.scalars(select(Task).where(Task.kind == kind, Task.done_at.is_(None))))


def answer(one: Town, status: AnswerStatus, ground: AnswerGround | None = None) -> None:
    """A person at the recipient decides about the transfer."""
    with one.gateway.store.session() as session:
        row = session.scalars(select(TransferRow).where(TransferRow.direction == "in")).one()
        case = session.get_one(Case, row.case_id)
        told = TransferAnswer(row.document_id, row.their_reference, status, case.reference, ground, "Lien", True)
        answer_transfer(session, row, told, house=one.house, now=one.now, by="lien")


def deliver(mails: list[bytes], sender: Town, recipient: Town) -> None:
    for mail in mails:
        recipient.receive(mail, sender.address)
