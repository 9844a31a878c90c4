"""A set of labelled mails as lessons for the models: the set that measures one version teaches the next."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from classifiers.mail import read_mail
from classifiers.prepared import prepare
from classifiers.training import Labelled
from gateway.errors import WrongCall
from gateway.evaluation.gold import labelled_mails
from gateway.inspection.look import arrival, find_offices
from routing.catalogue import load_catalogue


def lessons(folder: Path, *, now: datetime) -> Iterator[Labelled]:
    """Raises WrongCall where the folder is no such set, or a mail of it cannot be opened."""
    catalogue = load_catalogue()
    for labelled in labelled_mails(folder):
        try:
            content = labelled.path.read_bytes()
        except OSError as error:
            raise WrongCall(f"{labelled.path} cannot be read: {error.strerror}") from error
        house = find_offices([labelled.office], catalogue)[0].house()
        message = read_mail(content, received_at=arrival(content, now))
        prepared = prepare(message, own_addresses=house.addresses, expected=house.languages[0])
        yield Labelled(prepared, str(labelled.gold["kind"]), frozenset(labelled.gold.get("signals", ())))
