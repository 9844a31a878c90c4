"""The directory as administrators keep it: what opens a road is entered by one and confirmed by another."""

from starlette.responses import Response

from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible
from gateway.desk.readings import body_named
from gateway.desk.visit import Visit
from gateway.exchange import administration, encryption
from gateway.exchange.directory import LANGUAGES, Entry
from gateway.exchange.keys import print_of, shown
from gateway.exchange.shown import partner_shown
from gateway.store.partners import Partner

#: Lines of the log on the page.
MOST_LOG = 60
MOST_HOW = 200


def show(visit: Visit) -> Response:
    return _page(visit, administration.partner_row(visit.session, visit.part("partner")))


def enter(visit: Visit) -> Response:
    """A service of the catalogue, by its name or id; others get an id of their own."""
    told = visit.text("id", 200)
    found = body_named(visit.desk.catalogue, told) or told.lower()
    name = visit.text("name", 200) or (visit.body_name(found) if found in visit.desk.catalogue.bodies else "")
    row = administration.enter(
        visit.session,
        _act(visit),
        _entry(visit, found, name),
        own=visit.desk.offices,
        bodies=visit.desk.catalogue.bodies,
    )
    return visit.to(f"/partners/{row.id}", "saved")


def change(visit: Visit) -> Response:
    row = administration.partner_row(visit.session, visit.part("partner"))
    if row.ended_at is not None:
        raise NotPossible("this partner was taken out: enter it again")
    act, session, how = _act(visit), visit.session, visit.text("how", MOST_HOW)
    key = visit.text("key", 100)
    match visit.text("what", 24):
        case "describe":
            entry = _entry(visit, row.id, visit.text("name", 200))
            own, bodies = visit.desk.offices, visit.desk.catalogue.bodies
            administration.describe(session, act, entry, own=own, bodies=bodies)
        case "check":
            if visit.text("seen", 900) != _addresses(row):
                raise NotPossible("somebody changed the address meanwhile: check the new one")
            administration.check_address(session, act, row, how)
        case "offer-key":
            administration.offer_key(session, act, row, key)
        case "confirm-key":
            administration.confirm_key(session, act, row, key, how)
        case "drop-key":
            administration.drop_key(session, act, row, key)
        case "offer-certificate":
            administration.offer_certificate(session, act, row, visit.text("certificate", encryption.LARGEST + 1))
        case "confirm-certificate":
            if visit.text("seen", 200) != _print(row.offered_certificate):
                raise NotPossible("somebody did this already")
            administration.confirm_certificate(session, act, row, how)
        case "drop-offered":
            administration.drop_certificate(session, act, row, offered=True)
        case "drop-certificate":
            administration.drop_certificate(session, act, row, offered=False)
        case "pause":
            administration.pause(session, act, row)
        case "resume":
            administration.resume(session, act, row)
        case "end":
            administration.end(session, act, row)
            return visit.to("/partners", "saved")
        case _:
            raise NotPossible("choose what happens with it")
    return visit.to(f"/partners/{row.id}", "saved")


def _page(visit: Visit, row: Partner) -> Response:
    found = partner_shown(visit.session, row, visit.now, visit.today)
    keys = {one.key_id: (print_of(one.public), shown(one.public)) for one in (*found.keys, *found.offered)}
    return visit.page(
        "partner_one.html",
        one=found,
        prints=keys,
        own=visit.person.name,
        addresses=_addresses(row),
        offered=_print(row.offered_certificate),
        until=encryption.until(row.certificate) if row.certificate else None,
        languages=LANGUAGES,
        log=administration.log_of(visit.session, [row.id], MOST_LOG),
    )


def _entry(visit: Visit, partner: str, name: str) -> Entry:
    lines = [line.strip() for line in visit.text("takes", 20_000).splitlines() if line.strip()]
    return Entry(
        partner,
        name,
        visit.text("mail", 320),
        visit.text("push_url", 500),
        visit.text("language", 2),
        tuple(body_named(visit.desk.catalogue, line) or line for line in lines),
    )


def _addresses(row: Partner) -> str:
    """What somebody checks: shown on the page, and told back with the button."""
    return f"{row.mail} {row.push_url}".strip()


def _print(certificate: str) -> str:
    return encryption.fingerprint(certificate) if certificate else ""


def _act(visit: Visit) -> Act:
    return Act(visit.person, visit.now)
