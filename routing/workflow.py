"""What may be done with a case in which state, by whom, and what must exist first: one table for each procedure.

Read a row as: this act, from these states, leads there; these roles may; this must exist first; these clocks are met,
stopped, opened; on this article. What stands in no row is not possible.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from routing.procedures import Outcome, Procedure, ProcedureRules

RECEIVED, INCOMPLETE, ADMISSIBLE = "received", "incomplete", "admissible"
TREATED, REPORTED, REDO = "in-treatment", "reported", "redo"
CLOSED, REFUSED, PASSED_ON, WITHDRAWN, SOLVED, JOINED, SEALED = (
    "closed", "refused", "passed-on", "withdrawn", "solved-at-once", "joined", "sealed",
)  # fmt: skip
OPEN = (RECEIVED, INCOMPLETE, ADMISSIBLE, TREATED, REPORTED, REDO)
#: States in which nobody works on the case any more. "joined" is undone by undoing the join, never reopened.
ENDED = (CLOSED, REFUSED, PASSED_ON, WITHDRAWN, SOLVED)
FINAL = (*ENDED, JOINED)

COORDINATOR, HANDLER, SEALED_OFFICER, SYSTEM = "coordinator", "handler", "sealed-officer", "system"
STAFF = (COORDINATOR, HANDLER)
ALL = ("*",)
FIRST_WORD = ("acknowledgement", "first-contact", "admissibility")

#: What a move may ask for -> what people are told where it is absent.
NEEDS = {
    "motivation": "say why first: this is motivated",
    "handler": "give the case to a handler first",
    "letter": "the letter to the complainant must be written first, with a person's name on it",
    "verdict": "a verdict must be given first",
    "solution": "put the solution into words first",
    "neutrality-check": "somebody other than the handler must first find that the report is neutral",
    "target": "say first to which body it goes",
    "request": "the complainant must have asked it, or agreed to it: say in which message or call",
}


class IllegalMove(ValueError):
    """The procedure does not allow it; the text says why, for staff."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row: an act on a case."""

    name: str
    origins: tuple[str, ...]
    #: None: the state stays.
    to: str | None
    roles: tuple[str, ...]
    needs: tuple[str, ...]
    article: str
    #: Answers of which one must be in the outbox with a name on it, where `needs` holds "letter".
    letters: tuple[str, ...] = ()
    #: Clocks that it meets; the rest that still runs is stopped where `stops`.
    meets: tuple[str, ...] = ()
    stops: bool = False
    #: Clocks that it starts, day 0 being its own day.
    opens: tuple[str, ...] = ()
    #: Nobody who handled the case may do it.
    by_another: bool = False


def _withdraw(article: str) -> Move:
    return Move(
        "withdraw", (RECEIVED, INCOMPLETE, TREATED), WITHDRAWN, STAFF, ("request",), article,
        meets=("acknowledgement", "completion"), stops=True,
    )  # fmt: skip


def _seal_moves() -> tuple[Move, ...]:
    article = "decreet van 18 november 2022: reports stay with those named for them"
    return (
        Move("unseal", (SEALED,), RECEIVED, (SEALED_OFFICER,), ("motivation",), article, stops=True),
        Move("close-report", (SEALED,), CLOSED, (SEALED_OFFICER,), ("motivation",), article, stops=True),
    )


def _asking(article: str, roles: tuple[str, ...] = STAFF) -> tuple[Move, ...]:
    return (
        Move("ask", (RECEIVED, INCOMPLETE), INCOMPLETE, (*roles, SYSTEM), (), article, opens=("completion",)),
        Move("complete", (INCOMPLETE,), RECEIVED, (*roles, SYSTEM), (), article, meets=("completion",)),
    )


FIRST_LINE: tuple[Move, ...] = (
    *_asking("Bestuursdecreet art. II.76 §2"),
    Move("solve-at-once", (RECEIVED, INCOMPLETE), SOLVED, STAFF, ("solution",), "Bestuursdecreet art. II.78: no receipt where it is dealt with within 10 days", meets=ALL),
    Move("take-up", (RECEIVED, INCOMPLETE), TREATED, STAFF, ("handler",), "Bestuursdecreet art. II.77 and II.86: a handler who is not involved in the facts", meets=("admissibility", "completion")),
    Move("refuse", (RECEIVED, INCOMPLETE), REFUSED, STAFF, ("motivation", "letter"), "Bestuursdecreet art. II.77 §2: motivated, within 10 calendar days", letters=("refusal",), meets=FIRST_WORD, stops=True),
    Move("pass-on", (RECEIVED, INCOMPLETE, TREATED), PASSED_ON, STAFF, ("target", "letter"), "vlaanderen.be: a complaint reaches the right service", letters=("forwarding-notice", "referral"), meets=FIRST_WORD, stops=True),
    Move("extend", (RECEIVED, INCOMPLETE, TREATED), None, STAFF, ("motivation", "letter"), "Bestuursdecreet art. II.83: once, with reasons, before day 45", letters=("extension",)),
    Move("verdict", (TREATED,), None, STAFF, ("motivation",), "Bestuursdecreet art. II.84: findings and motivation"),
    Move("close", (TREATED,), CLOSED, STAFF, ("verdict", "letter"), "Bestuursdecreet art. II.84: motivated answer in writing; art. II.85: the ombuds service comes next", letters=("closing",), meets=ALL),
    _withdraw("Bestuursdecreet, chapter 5: the duty to handle ends once the complainant is satisfied"),
    Move("reopen", ENDED, TREATED, STAFF, ("motivation",), "own practice: new facts, or the answer was wrong", opens=("closing",)),
    *_seal_moves(),
)  # fmt: skip

#: Second line. Suspending an investigation and word and counter-word are letters, not states.
VLAAMSE_OMBUDSDIENST: tuple[Move, ...] = (
    *_asking("vlaamseombudsdienst.be: or you get further information"),
    Move("solve-at-once", (RECEIVED, INCOMPLETE), SOLVED, STAFF, ("solution",), "vlaamseombudsdienst.be: quick service, or we answer your complaint in substance", meets=ALL),
    Move("take-up", (RECEIVED, INCOMPLETE), TREATED, STAFF, ("handler",), "vlaamseombudsdienst.be: an investigation starts, with the details of the investigator", meets=("completion",)),
    Move("refuse", (RECEIVED, INCOMPLETE), REFUSED, STAFF, ("motivation", "letter"), "Ombudsdecreet art. 13", letters=("refusal", "other-track"), meets=FIRST_WORD, stops=True),
    Move("pass-on", (RECEIVED, INCOMPLETE, TREATED), PASSED_ON, STAFF, ("target", "letter"), "vlaamseombudsdienst.be: we refer or send your complaint to the competent ombuds service or to the service itself", letters=("forwarding-notice", "referral"), meets=FIRST_WORD, stops=True),
    Move("verdict", (TREATED,), None, STAFF, ("motivation",), "Ombudsdecreet: conciliation, else a judgement on law and ombudsnormen"),
    Move("close", (TREATED,), CLOSED, STAFF, ("verdict", "letter"), "Ombudsdecreet: the answer tells the findings", letters=("closing",), meets=ALL),
    _withdraw("vlaamseombudsdienst.be: you tell us of a solution that you agree with"),
    Move("reopen", ENDED, TREATED, STAFF, ("motivation",), "own practice: new facts, or back from the first line", opens=("investigation",)),
    *_seal_moves(),
)  # fmt: skip

OMBUDS_BRUSSEL: tuple[Move, ...] = (
    *_asking("ombuds.brussels, step 3: your case manager gathers all that is needed"),
    Move("solve-at-once", (RECEIVED, INCOMPLETE), SOLVED, STAFF, ("solution",), "ombuds.brussels, step 4", meets=ALL),
    Move("take-up", (RECEIVED, INCOMPLETE), TREATED, STAFF, ("handler",), "ombuds.brussels, steps 1-2: the case manager checks admissibility", meets=("completion",)),
    Move("refuse", (RECEIVED, INCOMPLETE, TREATED), REFUSED, STAFF, ("motivation", "letter"), "ombuds.brussels, step 2", letters=("refusal", "other-track"), meets=FIRST_WORD, stops=True),
    Move("pass-on", (RECEIVED, INCOMPLETE, TREATED), PASSED_ON, STAFF, ("target", "letter"), "ombuds.brussels, step 2: not admissible, then referred to the right service", letters=("forwarding-notice", "referral"), meets=FIRST_WORD, stops=True),
    Move("verdict", (TREATED,), None, STAFF, ("motivation",), "ombuds.brussels, step 4: conciliation, founded, or unfounded with reasons"),
    Move("close", (TREATED,), CLOSED, STAFF, ("verdict", "letter"), "ombuds.brussels, step 4: we close the file and explain why", letters=("closing",), meets=ALL),
    _withdraw("own practice: the complainant asks it"),
    Move("reopen", ENDED, TREATED, STAFF, ("motivation",), "own practice: new facts, or back from the first line"),
    *_seal_moves(),
)  # fmt: skip

#: The thirteen steps. Only the coordinator keeps the register; the handler investigates and reports.
LOKAAL_BESTUUR: tuple[Move, ...] = (
    *_asking("step 2: the data that must be noted", (COORDINATOR,)),
    Move("solve-at-once", (RECEIVED, INCOMPLETE), SOLVED, STAFF, ("solution",), "steps 3-5: solved directly, registered all the same", meets=ALL),
    Move("declare-admissible", (RECEIVED, INCOMPLETE), ADMISSIBLE, (COORDINATOR,), ("motivation", "letter"), "steps 6-7: within 10 days, with motivation, expected date and the coordinator's coordinates", letters=("receipt-admissibility",), meets=("acknowledgement", "admissibility", "completion")),
    Move("refuse", (RECEIVED, INCOMPLETE), REFUSED, (COORDINATOR,), ("motivation", "letter"), "steps 6-7: not admissible, with motivation, within 10 days", letters=("receipt-admissibility", "refusal", "other-track"), meets=FIRST_WORD, stops=True),
    Move("pass-on", (RECEIVED, INCOMPLETE, ADMISSIBLE), PASSED_ON, (COORDINATOR,), ("target", "letter"), "step 6, ground 10: no local authority", letters=("forwarding-notice", "referral"), meets=FIRST_WORD, stops=True),
    Move("start-report", (ADMISSIBLE,), TREATED, (COORDINATOR,), ("handler",), "step 8: the report goes to the handler, only for an admissible complaint"),
    Move("verdict", (TREATED, REDO), None, (HANDLER,), ("motivation",), "steps 9-10: the handler asks the service for explanation and judges"),
    Move("hand-in", (TREATED, REDO), REPORTED, (HANDLER,), ("verdict",), "step 11: report and motivated letter to the coordinator within 30 days", meets=("report", "redo")),
    Move("find-neutral", (REPORTED,), None, (COORDINATOR,), (), "step 12: the coordinator checks that the handler was neutral", by_another=True),
    Move("order-redo", (REPORTED,), REDO, (COORDINATOR,), ("motivation",), "step 12: not neutral, one week to investigate anew", opens=("redo",), by_another=True),
    Move("close", (REPORTED,), CLOSED, (COORDINATOR,), ("verdict", "neutrality-check", "letter"), "steps 12-13: the motivated letter is sent, the report is in the register, within 45 days", letters=("closing",), meets=ALL, by_another=True),
    Move("withdraw", OPEN, WITHDRAWN, (COORDINATOR,), ("request",), "step 10: stopped by the citizen, or together with the citizen", meets=("acknowledgement", "completion"), stops=True),
    Move("reopen", ENDED, RECEIVED, (COORDINATOR,), ("motivation",), "own practice: new facts, or the answer was wrong", opens=("report", "expected-answer", "closing")),
    *_seal_moves(),
)  # fmt: skip

TABLES: dict[Procedure, tuple[Move, ...]] = {
    Procedure.VLAAMSE_OVERHEIDSDIENST: FIRST_LINE,
    Procedure.VLAAMSE_OMBUDSDIENST: VLAAMSE_OMBUDSDIENST,
    Procedure.OMBUDS_BRUSSEL: OMBUDS_BRUSSEL,
    Procedure.LOKAAL_BESTUUR: LOKAAL_BESTUUR,
}


def moves(state: str, procedure: ProcedureRules) -> tuple[Move, ...]:
    """What the procedure allows in a state, whoever asks. An extension only where the procedure has one."""
    return tuple(
        move
        for move in TABLES[procedure.id]
        if state in move.origins and (move.name != "extend" or procedure.extension is not None)
    )


def move_named(name: str, procedure: ProcedureRules) -> Move:
    """Raises IllegalMove where the procedure has no such act."""
    found = next((move for move in TABLES[procedure.id] if move.name == name), None)
    if found is None or (name == "extend" and procedure.extension is None):
        raise IllegalMove(f"this procedure ({procedure.id}) knows no {words(name)}")
    if name == "extend" and procedure.extension is not None:
        return replace(found, roles=procedure.extension.may_extend)
    return found


def check_move(
    name: str,
    procedure: ProcedureRules,
    *,
    state: str,
    roles: Collection[str],
    have: Collection[str],
    actor: str = "",
    handlers: Collection[str] = (),
) -> Move:
    """The move, where it is allowed now; else raises IllegalMove with the reason in words.

    `have`: which of NEEDS exist. `handlers`: everybody who has handled the case, for what another must do.
    """
    move = move_named(name, procedure)
    if state not in move.origins:
        raise IllegalMove(
            f"{words(name)} is not possible while the case is {words(state)}; "
            f"only while it is {' or '.join(words(one) for one in move.origins)} ({move.article})"
        )
    if not set(roles) & set(move.roles):
        raise IllegalMove(f"{words(name)} is for the {' or '.join(words(r) for r in move.roles)} ({move.article})")
    if move.by_another and actor in handlers:
        raise IllegalMove(f"{words(name)} is for somebody else than the handler of the case ({move.article})")
    lacking = [need for need in move.needs if need not in have]
    if lacking:
        raise IllegalMove(f"{'; '.join(NEEDS[need] for need in lacking)} ({move.article})")
    return move


def check_verdict(outcome: Outcome, solution: str, procedure: ProcedureRules) -> None:
    """Raises IllegalMove for a verdict that the procedure does not know, or one without the solution it asks for."""
    if outcome not in procedure.outcomes:
        raise IllegalMove(f"{words(outcome)} is no verdict of this procedure ({procedure.id})")
    if outcome in procedure.solution_needed and not solution.strip():
        raise IllegalMove(f"{NEEDS['solution']}: a complaint that is {words(outcome)} needs one (step 10)")


def words(code: str) -> str:
    """A code as staff read it."""
    return code.replace("-", " ")
