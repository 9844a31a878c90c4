"""Documents over HTTPS: the mail that would leave by SMTP, posted to the partner's own gateway; SMTP stays the way out.

The same bytes go by either road, and a document has a number: whoever gets it twice takes it once.
"""

import ssl

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.sending.relay import Outcome, Verdict
from gateway.store.partners import Partner
from gateway.store.tables import Outbox

CONTENT_TYPE = "message/rfc822"
SECONDS = 30.0


def push_address(session: Session, row: Outbox) -> str:
    """Where an item with a document may be pushed; empty for every other mail, and for partners without an address."""
    files = row.draft.get("attach_files") or ()
    if not any(str(file.get("name", "")).startswith("klachtenpost-") for file in files):
        return ""
    found = session.scalars(
        select(Partner.push_url).where(
            Partner.mail == row.to_address,
            Partner.verified_by.is_not(None),
            Partner.ended_at.is_(None),
            # What is encrypted goes by mail: a gateway asks for the signature before it takes anything.
            Partner.certificate == "",
        )
    ).first()
    return found or ""


async def push(url: str, content: bytes) -> Verdict | None:
    """The partner's gateway has taken it; None where it did not, for whatever reason: then it goes by mail.

    Its certificate must be of an authority that this machine trusts, hold now, and be for the host of the address.
    """
    trusted = ssl.create_default_context()
    try:
        async with httpx.AsyncClient(
            timeout=SECONDS, follow_redirects=False, trust_env=False, verify=trusted
        ) as client:
            response = await client.post(url, content=content, headers={"Content-Type": CONTENT_TYPE})
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None
    if response.status_code != 202:
        return None
    return Verdict(Outcome.ACCEPTED, str(response.status_code), "taken by the partner's gateway over HTTPS")
