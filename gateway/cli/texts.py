"""`klachtenpost texts`: the texts of an office's answers as files, out and in again."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.answering import texts
from gateway.errors import WrongCall
from gateway.house import load_house
from gateway.settings import load_settings
from gateway.store.engine import open_store
from outbound.draft import Answer
from outbound.texts import check_text
from routing.offices import Office

ENDING = ".txt"


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "texts",
        help="the texts of an office's answers, out and in",
        description="Writes the texts of an office's answers to a folder, one file for each answer and language "
        "(receipt.nl.txt), and takes changed ones back. A text with an unknown name, or without one that the answer "
        "must say, is refused with the line; then nothing is saved. A file that equals the house text sets it back.",
    )
    parser.add_argument("what", choices=("export", "check", "save"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--office", required=True, metavar="ID")
    parser.add_argument("--by", default="", metavar="NAME", help="who wrote them; needed to save")
    return parser


def run(args: argparse.Namespace) -> int:
    settings = load_settings()
    offices, _ = load_house(settings)
    office = next((one for one in offices if one.id == args.office), None)
    if office is None:
        raise WrongCall(f"this gateway serves no office {args.office}")
    if args.what == "save" and not args.by.strip():
        raise WrongCall("say with --by who wrote the texts: their name stands beside each version")
    store = open_store(settings.database_url)
    try:
        with store.session() as session:
            if args.what == "export":
                return _export(session, office, args.folder)
            return _take(session, office, args.folder, args.by.strip() if args.what == "save" else "")
    finally:
        store.close()


def _export(session: Session, office: Office, folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for answer in Answer:
            for language in office.languages:
                text = texts.shown(session, office, answer, language).text
                (folder / f"{answer.value}.{language.value}{ENDING}").write_text(text, "utf-8")
    except OSError as error:
        raise WrongCall(f"{folder} cannot be written: {error.strerror}") from error
    print(f"{len(Answer) * len(office.languages)} texts of {office.id} are in {folder}.")
    return 0


def _take(session: Session, office: Office, folder: Path, by: str) -> int:
    """Checks all files first; saves where `by` says who wrote them."""
    given = {_named(path, office): path.read_text("utf-8") for path in sorted(folder.glob(f"*{ENDING}"))}
    if not given:
        raise WrongCall(f"no texts are in {folder}")
    wrong = 0
    for (answer, language), text in given.items():
        for finding in check_text(answer, language, text.strip() + "\n", office.procedure.id):
            print(f"{answer.value}.{language.value}{ENDING}: {finding}", file=sys.stderr)
            wrong += 1
    if wrong:
        return 1
    changed = sum(_saved(session, office, answer, language, text, by) for (answer, language), text in given.items())
    print(f"{changed} texts {'saved' if by else 'differ, all may be saved'}.")
    return 0


def _saved(session: Session, office: Office, answer: Answer, language: Language, text: str, by: str) -> bool:
    """Whether the text is another one than that in force; saved where somebody stands for it."""
    if text.strip() == texts.shown(session, office, answer, language).text.strip():
        return False
    if by:
        now = datetime.now(UTC)
        if text.strip() == texts.house(office, answer, language).strip():
            texts.reset(session, office, answer, language, by=by, now=now)
        else:
            texts.save(session, office, answer, language, text, by=by, now=now)
    return True


def _named(path: Path, office: Office) -> tuple[Answer, Language]:
    answer, _, language = path.name.removesuffix(ENDING).rpartition(".")
    if answer not in set(Answer) or language not in set(office.languages):
        raise WrongCall(f"{path.name} names no answer and language of this office; write it as receipt.nl.txt")
    return Answer(answer), Language(language)
