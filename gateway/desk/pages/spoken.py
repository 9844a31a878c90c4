"""A complaint told by phone or at the counter, or a letter typed over, registered in under a minute."""

import re
import secrets
from datetime import date, datetime, time, timedelta

from starlette.responses import Response

from classifiers.understanding import Language, Wish
from gateway.casework.errors import NotPossible, NotSeen
from gateway.casework.roles import Permission
from gateway.desk.texts import BRUSSELS
from gateway.desk.visit import Visit
from gateway.intake.arrivals import take_in
from gateway.intake.spoken import CHANNEL, FIELDS, Told, Way, arrival_of
from gateway.store.tables import Case, Inbox

#: How the complainant may want the answer.
WISHES = (Wish.REPLY_BY_LETTER, Wish.REPLY_BY_EMAIL, Wish.REPLY_BY_PHONE)
#: A letter may have lain a while.
OLDEST = timedelta(days=366)
MOST_TEXT = 50_000
EMAIL = re.compile(r"[!-?A-~]{1,64}@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+")
#: Seconds after which the page that waits for the reading looks again.
LOOK_AGAIN = 2


def form(visit: Visit) -> Response:
    return visit.page(
        "spoken.html",
        offices=[office for office in visit.person.offices(Permission.WORK) if office in visit.desk.offices],
        ways=[way.value for way in Way],
        wishes=[wish.value for wish in WISHES],
        languages=[language.value for language in Language],
        once=secrets.token_hex(16),
    )


def take(visit: Visit) -> Response:
    office = visit.desk.offices.get(visit.text("office", 80))
    if office is None or not visit.person.may(Permission.WORK, office.id):
        raise NotPossible("choose the office that received it")
    once = visit.text("once", 32)
    if not re.fullmatch(r"[0-9a-f]{32}", once):
        raise NotPossible("choose how it came in")
    arrival = arrival_of(_told(visit), office=office.id, address=office.addresses[0], number=once)
    return visit.to(f"/register/{take_in(visit.session, arrival)}")


def became(visit: Visit) -> Response:
    """What it became: the case, as soon as it is read."""
    row = visit.session.get(Inbox, visit.part_number("item"))
    if row is None or row.channel != CHANNEL or not visit.person.may(Permission.WORK, row.office):
        raise NotSeen("no such arrival")
    case = visit.session.get(Case, row.case_id) if row.case_id else None
    seen = case if case is not None and visit.person.sees(case) else None
    response = visit.page("spoken_became.html", row=row, case=seen)
    if row.status == "waiting":
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


def _told(visit: Visit) -> Told:
    text = visit.text("text", MOST_TEXT).replace("\r\n", "\n")
    if not text:
        raise NotPossible("say what the complaint is about")
    way, language = visit.text("way", 20), visit.text("language", 2)
    if way not in set(Way) or language not in set(Language):
        raise NotPossible("choose how it came in")
    person = {field: visit.text(field, 320 if field == "email" else 200) for field in FIELDS}
    if person["email"] and not EMAIL.fullmatch(person["email"]):
        raise NotPossible("that e-mail address cannot be right")
    wish = visit.text("wish", 20)
    return Told(
        received_at=_moment(visit),
        person=person,
        text=text,
        way=Way(way),
        receiver=visit.text("receiver", 120) or visit.person.full_name,
        language=language,
        wish=wish if wish in WISHES else "",
    )


def _moment(visit: Visit) -> datetime:
    """Of today: now; of an earlier day: noon."""
    try:
        day = date.fromisoformat(visit.text("day", 10))
    except ValueError:
        raise NotPossible("say on which day it was received") from None
    if not visit.today - OLDEST <= day <= visit.today:
        raise NotPossible("say on which day it was received")
    return visit.now if day == visit.today else datetime.combine(day, time(12), BRUSSELS)
