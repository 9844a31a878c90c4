"""`klachtenpost train`: makes the trained models again from their texts, and from what the desk corrected."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.model import FOLDER
from classifiers.training import Example, train
from gateway.assemble import open_books
from gateway.evaluation.lessons import lessons
from gateway.settings import load_settings
from gateway.store.desk import Correction
from gateway.store.tables import MessageRow

#: Field that the desk corrects -> the model that learns from it.
MODEL_OF_FIELD = {"kind": "kinds"}


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "train",
        help="make the trained models again and measure them",
        description="Trains the models from the texts that come with the program; the same texts give the same models.",
    )
    parser.add_argument("--into", type=Path, default=FOLDER, metavar="DIR", help="where the models are written")
    parser.add_argument(
        "--labelled",
        type=Path,
        action="append",
        default=[],
        metavar="GOLD_DIR",
        help="learn as well from the mails of a labelled set (gold.jsonl and mails/); may be given more than once",
    )
    parser.add_argument(
        "--with-corrections", action="store_true", help="learn as well from what staff corrected at the desk"
    )
    return parser


def run(args: argparse.Namespace) -> int:
    corrections: dict[str, list[Example]] = {}
    if args.with_corrections:
        with open_books() as store, store.reading() as session:
            corrections = corrections_of(session)
    settings, now = load_settings(), datetime.now(UTC)
    labelled = [mail for folder in args.labelled for mail in lessons(folder, settings=settings, now=now)]
    for measure in train(args.into, corrections=corrections, labelled=labelled):
        learned = len(corrections.get(measure.model, ()))
        print(
            f"{measure.model}: {measure.trained_on} texts ({learned} corrections), "
            f"{measure.right} of {measure.held_out} unseen texts right, {measure.size / 1e6:.1f} MB",
            flush=True,
        )
    return 0


def corrections_of(session: Session) -> dict[str, list[Example]]:
    """What staff corrected, the last word on each mail, as examples for the model that reads that field."""
    last: dict[tuple[int, str], tuple[str, str]] = {}
    rows = session.execute(
        select(Correction, MessageRow)
        .join(MessageRow, MessageRow.id == Correction.message_id)
        .where(Correction.field.in_(MODEL_OF_FIELD))
        .order_by(Correction.id)
    )
    for correction, message in rows:
        last[(message.id, correction.field)] = (
            f"{message.subject}\n{message.text}",
            str(correction.corrected.get("value", "")),
        )
    examples: dict[str, list[Example]] = {}
    for (_, field), (text, label) in last.items():
        examples.setdefault(MODEL_OF_FIELD[field], []).append(Example(text, label))
    return examples
