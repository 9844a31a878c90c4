"""The models are made again from their texts: the same texts give the same model, and what staff corrected counts."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from classifiers.linear import load_linear
from classifiers.model import FOLDER
from classifiers.training import Example, Labelled, names
from classifiers.training.fit import Lesson, Way, fit
from classifiers.training.mails import Mail, mails, marks_of_text
from classifiers.training.train import train_kinds
from gateway.cli.train import corrections_of
from gateway.errors import WrongCall
from gateway.evaluation.lessons import lessons
from gateway.settings import Settings
from gateway.store.desk import Correction
from gateway.store.engine import Store
from gateway.store.tables import MessageRow, Raw

NOW = datetime(2026, 5, 20, 10, tzinfo=UTC)
SUBJECT = "Wippekarmelding"
SETTINGS = Settings(home=Path())
TEXT = "De wippekar aan de Blauwput staat weer te wippekarren, wippekarploeg gevraagd."


ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def taught() -> Sequence[Labelled]:
    """The labelled mails that `make models` gives to `klachtenpost train`."""
    told = re.search(r"^TAUGHT := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert told is not None
    return [
        mail
        for name in told[1].split()
        for mail in lessons(ROOT / "tests" / "corpus" / name, settings=SETTINGS, now=NOW)
    ]


@pytest.fixture(scope="module")
def corrected(taught: Sequence[Labelled], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "kinds"
    train_kinds(folder, [Example(f"{SUBJECT}\n{TEXT}", "policy-complaint")] * 5, taught)
    return folder


def chances(folder: Path, text: list[Mail]) -> np.ndarray:
    return load_linear(folder).chances([marks_of_text(mail.subject, mail.body) for mail in text])


def test_the_committed_model_is_the_one_its_texts_give(taught: Sequence[Labelled], tmp_path: Path) -> None:
    train_kinds(tmp_path, (), taught)
    kept = mails(kept=True)
    assert np.abs(chances(tmp_path, kept) - chances(FOLDER / "kinds", kept)).mean() < 0.003


def test_a_correction_teaches_the_model_what_staff_made_of_the_mail(corrected: Path) -> None:
    told = [Mail("policy-complaint", "nl", SUBJECT, TEXT)]
    number = load_linear(corrected).labels.index("policy-complaint")
    before, after = chances(FOLDER / "kinds", told)[0], chances(corrected, told)[0]
    assert before.argmax() != number
    assert after.argmax() == number


def test_corrections_leave_what_was_learnt_before(corrected: Path) -> None:
    kept = mails(kept=True)
    before, after = chances(FOLDER / "kinds", kept).argmax(axis=1), chances(corrected, kept).argmax(axis=1)
    assert (before == after).mean() > 0.9


def test_whole_mails_that_were_kept_out_are_mostly_read_rightly() -> None:
    kept = mails(kept=True)
    labels = load_linear(FOLDER / "kinds").labels
    told = [labels[best] for best in chances(FOLDER / "kinds", kept).argmax(axis=1)]
    assert sum(one == mail.kind for one, mail in zip(told, kept, strict=True)) / len(kept) >= 0.8


def test_the_same_lessons_give_the_same_weights_to_the_last_bit() -> None:
    drawn = np.random.default_rng(1)
    lessons = [Lesson(np.unique(drawn.integers(0, 500, 30)), "ab"[n % 2], 1.0) for n in range(200)]
    way = Way(steps=20, smoothing=1e-5, evenness=1.0, rareness=0.5)
    first, second = (fit(lessons, ["a", "b"], way, buckets=500).tobytes() for _ in range(2))
    assert first == second


def test_the_same_letters_give_the_same_recogniser_of_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, value in (("LETTERS", 60), ("KEPT", 5), ("ROUNDS", 1)):
        monkeypatch.setattr(names, number, value)
    for one in ("first", "second"):
        names.train_names(tmp_path / one)
    assert (tmp_path / "first/ner/model").read_bytes() == (tmp_path / "second/ner/model").read_bytes()


def test_a_folder_that_is_no_labelled_set_teaches_nothing(tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match=r"gold\.jsonl"):
        list(lessons(tmp_path, settings=SETTINGS, now=NOW))


def test_the_last_word_of_staff_on_a_mail_is_the_example(store: Store) -> None:
    with store.session() as session:
        session.add(Raw(sha256="a" * 64, size=1, compressed=b"", stored_at=NOW))
        session.flush()
        row = MessageRow(
            sha256="a" * 64,
            content_key="b" * 64,
            office="vlaamse-ombudsdienst",
            channel="mail",
            subject=SUBJECT,
            text=TEXT,
            understanding={},
            received_at=NOW,
        )
        session.add(row)
        session.flush()
        for field, value in (("kind", "complaint"), ("language", "fr"), ("kind", "service-report")):
            session.add(
                Correction(
                    message_id=row.id, field=field, read={"value": ""}, corrected={"value": value}, user="An", at=NOW
                )
            )
    with store.reading() as session:
        assert corrections_of(session) == {"kinds": [Example(f"{SUBJECT}\n{TEXT}", "service-report")]}
