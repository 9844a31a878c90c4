"""The texts of an office's answers: read, changed after a check, set back, each version with who and when."""

from starlette.responses import Response

from classifiers.understanding import Language
from gateway.answering import texts
from gateway.answering.letterhead import letterhead
from gateway.casework.errors import NotSeen
from gateway.casework.roles import Permission
from gateway.desk.visit import Visit
from outbound.blocks import Block, blocks
from outbound.compose import compose
from outbound.draft import Answer, Channel, Draft
from outbound.sample import CITIZEN, FACTS
from outbound.texts import check_text, needed
from outbound.variables import NAMES
from routing.offices import Office


def show(visit: Visit) -> Response:
    """Every answer in every language of the office, and which of them it wrote itself."""
    offices = [one for one in visit.person.offices(Permission.COORDINATE) if one in visit.desk.offices]
    asked = visit.asked("office", 80)
    office = visit.desk.offices[asked if asked in offices else offices[0]] if offices else None
    if office is None:
        raise NotSeen("no such office")
    own = texts.own_texts(visit.session, office.id)
    return visit.page(
        "texts.html", office=office, offices=offices, answers=list(Answer), languages=list(office.languages), own=own
    )


def one(visit: Visit) -> Response:
    office, answer, language = _named(visit)
    return _page(visit, office, answer, language, texts.shown(visit.session, office, answer, language).text)


def save(visit: Visit) -> Response:
    """Shown again with what is wrong, where it may not be saved; nothing is lost."""
    office, answer, language = _named(visit)
    text = visit.text("text", 30_000).replace("\r\n", "\n")
    if visit.text("look"):
        findings = check_text(answer, language, text.strip() + "\n", office.procedure.id)
        return _page(visit, office, answer, language, text, findings)
    try:
        texts.save(visit.session, office, answer, language, text, by=visit.person.name, now=visit.now)
    except texts.TextRefused as error:
        return _page(visit, office, answer, language, text, error.findings)
    return visit.to(_address(office, answer, language), "text-saved")


def reset(visit: Visit) -> Response:
    office, answer, language = _named(visit)
    texts.reset(visit.session, office, answer, language, by=visit.person.name, now=visit.now)
    return visit.to(_address(office, answer, language), "text-reset")


def _named(visit: Visit) -> tuple[Office, Answer, Language]:
    office = visit.desk.offices.get(visit.part("office"))
    answer, language = visit.part("answer"), visit.part("language")
    if office is None or not visit.person.may(Permission.COORDINATE, office.id):
        raise NotSeen("no such office")
    if answer not in set(Answer) or language not in set(office.languages):
        raise NotSeen("no such text")
    return office, Answer(answer), Language(language)


def _page(
    visit: Visit, office: Office, answer: Answer, language: Language, text: str, findings: tuple[str, ...] = ()
) -> Response:
    return visit.page(
        "text_one.html",
        422 if findings else 200,
        office=office,
        answer=answer,
        language=language,
        text=text,
        findings=findings,
        own=texts.shown(visit.session, office, answer, language).own,
        versions=texts.versions(visit.session, office.id, answer, language),
        needed=needed(answer, office.procedure.id),
        names=sorted(NAMES),
        address=_address(office, answer, language),
        samples=[] if findings else _samples(visit, office, answer, language, text),
    )


def _samples(
    visit: Visit, office: Office, answer: Answer, language: Language, text: str
) -> list[tuple[Channel, tuple[Block, ...]]]:
    """What it looks like filled in, by each way."""
    ways = (Channel.MAIL, Channel.LETTER)
    return [(way, blocks(_sample(visit, office, answer, language, text, way).text)) for way in ways]


def _sample(visit: Visit, office: Office, answer: Answer, language: Language, text: str, way: Channel) -> Draft:
    return compose(
        answer,
        language=language,
        facts=FACTS,
        office=letterhead(office, language, catalogue=visit.desk.catalogue, offices=tuple(visit.desk.offices.values())),
        to=CITIZEN,
        channel=way,
        own_texts={(answer, language): text},
    )


def _address(office: Office, answer: Answer, language: Language) -> str:
    return f"/texts/{office.id}/{answer.value}/{language.value}"
