"""A set of labelled mails as lessons for the models: the set that measures one version teaches the next."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from classifiers.mail import read_mail
from classifiers.prepared import prepare
from classifiers.training import Labelled
from gateway.errors import WrongCall
from gateway.evaluation.gold import labelled_mails
from gateway.house import load_house
from gateway.inspection.look import arrival
from gateway.settings import Settings


def lessons(folder: Path, *, settings: Settings, now: datetime) -> Iterator[Labelled]:
    """`settings` know an office's own files.

    Raises WrongCall where the folder is no such set, an office is not known, or a mail cannot be opened.
    """
    mails = list(labelled_mails(folder))
    offices, _ = load_house(settings, [labelled.office for labelled in mails])
    houses = {office.id: office.house() for office in offices}
    for labelled in mails:
        try:
            content = labelled.path.read_bytes()
        except OSError as error:
            raise WrongCall(f"{labelled.path} cannot be read: {error.strerror}") from error
        house = houses[labelled.office]
        message = read_mail(content, received_at=arrival(content, now))
        prepared = prepare(message, own_addresses=house.addresses, expected=house.languages[0])
        yield Labelled(prepared, str(labelled.gold["kind"]), frozenset(labelled.gold.get("signals", ())))
