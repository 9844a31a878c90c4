"""All mails of a set read, weighed and compared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from gateway.evaluation.calibration import Judged, judged
from gateway.evaluation.gold import Labelled, labelled_mails, understanding_of
from gateway.evaluation.measures import Measures, Told
from gateway.house import load_house
from gateway.inspection.as_json import as_object, told_object
from gateway.inspection.look import Unread, look
from gateway.inspection.sources import Found
from gateway.settings import Settings
from routing.catalogue import Catalogue
from routing.decide import weigh
from routing.offices import Office


@dataclass(slots=True)
class Evaluation:
    mails: int = 0
    measures: Measures = field(default_factory=Measures)
    judged: list[Judged] = field(default_factory=list)
    #: What was told of each mail, in the form of `inspect --json`.
    told: list[Told] = field(default_factory=list)


def evaluate(folder: Path, *, settings: Settings, now: datetime, gold_readings: bool = False) -> Evaluation:
    """`gold_readings`: the labels stand in for what was read, so that routing is measured alone. `settings` know an
    office's own files."""
    mails = list(labelled_mails(folder))
    offices, catalogue = load_house(settings, [labelled.office for labelled in mails])
    by_id = {office.id: office for office in offices}
    tell = _weighed_labels if gold_readings else _looked
    done = Evaluation()
    for labelled in mails:
        told = tell(labelled, by_id[labelled.office], catalogue, now)
        done.mails += 1
        done.measures.compare(labelled.name, labelled.gold, told)
        done.judged += judged(labelled.gold, told)
        done.told.append(told)
    return done


Tell = Callable[[Labelled, Office, Catalogue, datetime], Told]


def _looked(labelled: Labelled, office: Office, catalogue: Catalogue, now: datetime) -> Told:
    return as_object(look(_found(labelled), office=office, catalogue=catalogue, now=now))


def _weighed_labels(labelled: Labelled, office: Office, catalogue: Catalogue, now: datetime) -> Told:
    found = _found(labelled)
    looked = look(found, office=office, catalogue=catalogue, now=now)
    if isinstance(looked, Unread):
        return as_object(looked)
    read = looked.read
    weighing = weigh(
        read.message,
        understanding_of(labelled.gold, read.understanding),
        read.screening,
        office=office,
        catalogue=catalogue,
        match=None,
        now=now,
    )
    return told_object(labelled.name, office, read.message, weighing)


def _found(labelled: Labelled) -> Found:
    try:
        return Found(labelled.name, labelled.path.read_bytes())
    except OSError as error:
        return Found(labelled.name, b"", error.strerror or "it cannot be opened")
