"""The rules of the proposal, in the order in which they are tried; the first that holds decides.

seal > file > attach > answer and other-track > coordinate > forward > refuse > ask > first-line > handle
"""

from collections.abc import Callable
from dataclasses import dataclass

from classifiers.understanding import Kind, PriorContact
from routing.competence import COMPANIES, Standing
from routing.decision import Action, Ground
from routing.situation import Situation

#: Grounds on which an office that is competent may refuse, in the order in which a letter names them.
REFUSING = (
    Ground.ANONYMOUS,
    Ground.COURT_PENDING,
    Ground.APPEALS_NOT_EXHAUSTED,
    Ground.EARLIER_COMPLAINT,
    Ground.FACTS_TOO_OLD,
)
MACHINES = frozenset({Kind.AUTOMATIC_REPLY, Kind.BOUNCE, Kind.BULK, Kind.SPAM})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: the first that holds decides."""

    name: str
    action: Action
    #: What is asked, in words.
    asks: str
    holds: Callable[[Situation], bool]
    #: Why it holds, in words for staff.
    because: Callable[[Situation], str]
    to: Callable[[Situation], str | None] = lambda s: None
    article: Callable[[Situation], str] = lambda s: ""


def _main_why(s: Situation) -> str:
    return s.main.standing.why if s.main else "the mail does not tell which body it is about"


def _main_to(s: Situation) -> str | None:
    return s.main.standing.to if s.main else None


def _main_article(s: Situation) -> str:
    return s.main.standing.article if s.main else ""


def _refusing(s: Situation) -> Ground | None:
    """The first ground that seems to stand, of those an office may refuse on; only about what is its own."""
    if not s.is_complaint or (s.main is not None and not s.main.standing.ours):
        return None
    return next((ground for ground in REFUSING if s.found(ground)), None)


def _ground_article(s: Situation) -> str:
    ground = _refusing(s)
    finding = s.found(ground) if ground else None
    return finding.article if finding else ""


def _ground_why(s: Situation) -> str:
    ground = _refusing(s)
    finding = s.found(ground) if ground else None
    may = "the office may refuse, but need not" if finding and finding.discretionary else "the procedure says to refuse"
    return f"the ground {ground} seems to stand; {may}"


def _lacking(s: Situation) -> tuple[str, ...]:
    """What must be asked for. A report of a loose tile needs no name, and who passes a complaint on knows it."""
    if s.kind in (Kind.SERVICE_REPORT, Kind.TRANSFER):
        return tuple(field for field in s.missing if field in ("facts", "service"))
    return s.missing if s.is_complaint else ()


RULES: tuple[Rule, ...] = (
    # A whistleblower report is no complaint: it may be anonymous, and never goes to the service concerned.
    Rule(
        "whistleblower",
        Action.SEAL,
        "does somebody report abuse or fraud seen at work?",
        lambda s: s.kind is Kind.WHISTLEBLOWER_REPORT,
        lambda s: "a report of wrongdoing at work: only the reporting channel may see it",
        article=lambda s: "Directive (EU) 2019/1937; Bestuursdecreet, reports of wrongdoing",
    ),
    # Whatever it was taken for: where nothing can be read, a person looks.
    Rule(
        "unreadable",
        Action.ASK,
        "is there nothing in it that can be read?",
        lambda s: s.screening.kind is None and not s.linked and not s.readable,
        lambda s: "no words could be read in it: a person looks at the mail itself",
    ),
    Rule(
        "machine-mail",
        Action.FILE,
        "is it mail of a machine, a mailing or fraud?",
        lambda s: s.kind in MACHINES,
        lambda s: f"{s.kind}: {s.screening.why if s.screening.kind else 'nobody asks for anything'}",
    ),
    Rule(
        "nothing-asked",
        Action.FILE,
        "is there nothing to do (thanks, greetings, mail for a colleague)?",
        lambda s: s.kind is Kind.OTHER,
        lambda s: "nothing is complained of and nothing is asked",
    ),
    # It belongs to a case: by reference, thread or likeness, and the sender is tied to its people.
    Rule(
        "known-case",
        Action.ATTACH,
        "does it belong to a case that exists?",
        lambda s: s.linked and s.kind is not Kind.STATUS_REQUEST,
        lambda s: f"it belongs to a case that exists ({', '.join(s.match.reasons) if s.match else ''})",
    ),
    Rule(
        "follow-up",
        Action.ATTACH,
        "does it carry on or withdraw a case?",
        lambda s: s.kind in (Kind.FOLLOW_UP, Kind.WITHDRAWAL),
        lambda s: "the complainant withdraws" if s.kind is Kind.WITHDRAWAL else "it adds to an earlier complaint",
    ),
    Rule(
        "status",
        Action.ANSWER,
        "does it ask how far a case is?",
        lambda s: s.kind is Kind.STATUS_REQUEST,
        lambda s: "it asks how far a case is: known facts only, to a verified party of the case only",
    ),
    Rule(
        "information",
        Action.ANSWER,
        "does it ask for information?",
        lambda s: s.kind is Kind.INFORMATION_REQUEST,
        lambda s: "a question for information is no complaint",
    ),
    # Tracks with terms and rules of their own.
    Rule(
        "access",
        Action.OTHER_TRACK,
        "does it ask for documents or personal data?",
        lambda s: s.kind is Kind.ACCESS_REQUEST,
        lambda s: "a request for documents or personal data has its own terms",
        article=lambda s: "Bestuursdecreet title II ch. 3 (openbaarheid); GDPR art. 15",
    ),
    Rule(
        "policy",
        Action.OTHER_TRACK,
        "is the rule itself contested?",
        lambda s: s.kind is Kind.POLICY_COMPLAINT,
        lambda s: "the rule or the policy itself is contested, not how it was applied",
        article=lambda s: "Ombudsdecreet art. 3; Bestuursdecreet art. II.88",
    ),
    Rule(
        "appeal",
        Action.OTHER_TRACK,
        "is it an appeal or objection addressed here by mistake?",
        lambda s: s.kind is Kind.APPEAL,
        lambda s: "an appeal or objection goes to the body of appeal; its term goes on running",
        article=lambda s: "Bestuursdecreet art. II.77 §1, 4c",
    ),
    # Several complaint bodies got it at once. What one of them passes on was not sent at once.
    Rule(
        "several-services",
        Action.COORDINATE,
        "did other complaint bodies get the same complaint?",
        lambda s: s.coordination is not None and s.kind in (Kind.COMPLAINT, Kind.SERVICE_REPORT),
        lambda s: f"also sent to {', '.join(s.coordination.others)}: {s.coordination.why}" if s.coordination else "",
        to=lambda s: s.coordination.best if s.coordination else None,
        article=lambda s: "vlaamseombudsdienst.be: services agree who is best placed",
    ),
    # A loose tile is told to who must mend it, whoever is competent for complaints.
    Rule(
        "report-to-service",
        Action.FIRST_LINE,
        "is it a report that the service itself must get?",
        lambda s: (
            s.kind is Kind.SERVICE_REPORT
            and s.second_line
            and s.main is not None
            and s.standing in (Standing.OURS, Standing.FIRST, Standing.ELSEWHERE)
            and not s.main.question.own
            and s.main.question.body.id not in COMPANIES
        ),
        lambda s: "a report for the service itself: nothing is complained of yet",
        to=lambda s: s.main.question.body.id if s.main else None,
    ),
    Rule(
        "elsewhere",
        Action.FORWARD,
        "is another complaint body competent?",
        lambda s: s.standing is Standing.ELSEWHERE or s.without_body is not None,
        lambda s: _main_why(s) if s.main else "the body complained about has a complaint service of its own",
        to=lambda s: _main_to(s) or s.without_body,
        article=_main_article,
    ),
    Rule(
        "nobody-competent",
        Action.REFUSE,
        "is no complaint body competent at all?",
        lambda s: s.standing is Standing.NOWHERE,
        _main_why,
        article=_main_article,
    ),
    Rule(
        "ground-of-refusal",
        Action.REFUSE,
        "does a ground of refusal seem to stand?",
        lambda s: _refusing(s) is not None,
        _ground_why,
        article=_ground_article,
    ),
    Rule(
        "essential-missing",
        Action.ASK,
        "is an essential missing?",
        lambda s: bool(_lacking(s)),
        lambda s: f"missing: {', '.join(_lacking(s))}",
        article=lambda s: s.office.procedure.required_article,
    ),
    Rule(
        "first-line",
        Action.FIRST_LINE,
        "must the body complained about be asked first?",
        lambda s: s.standing is Standing.FIRST,
        _main_why,
        to=_main_to,
        article=_main_article,
    ),
    Rule(
        "ours",
        Action.HANDLE,
        "is it ours?",
        lambda s: True,
        lambda s: (
            f"{_main_why(s)}; whether the body itself was asked is not told"
            if s.second_line and s.prior is PriorContact.UNKNOWN
            else _main_why(s)
        ),
        article=_main_article,
    ),
)
