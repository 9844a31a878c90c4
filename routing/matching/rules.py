"""The table: the first row that holds decides about a candidate."""

from collections.abc import Callable

from classifiers.understanding import Kind
from routing.matching.signs import (
    OTHER_MATTER,
    SHORT,
    apart,
    carries_on,
    hints,
    names_another,
    of_one_surname,
    other_matter,
    same_body_and_facts,
    tells_whose,
    unintroduced,
)
from routing.matching.values import CONTINUING, PROVEN, SELF, Comparison, MatchVerdict, Relation, Tie

#: Shingle likeness from which a text is the other one again.
SAME_TEXT = 0.45
#: Facts in common from which two messages of tied persons speak of one matter.
SAME_MATTER = 0.50

Rule = tuple[str, Callable[[Comparison], bool], MatchVerdict, Relation | None]
LINK, PROPOSE, NEW = MatchVerdict.LINK, MatchVerdict.PROPOSE, MatchVerdict.NEW

#: In order; the first row that holds decides about a candidate. A relation of None is worked out by `_relation`.
RULES: tuple[Rule, ...] = (
    # The very same mail, over another road.
    ("same-mail", lambda c: c.same_mail, LINK, Relation.SAME_MAIL),
    # The writer says that this is something else, or that the same trouble is his own as well.
    (
        "says-new",
        lambda c: c.cues.says_new and c.text < SAME_TEXT and c.shared.matter < (SAME_MATTER if c.pointed else 0.75),
        NEW,
        Relation.NEW,
    ),
    (
        "own-trouble",
        lambda c: (
            c.cues.own_trouble
            and c.tie not in {Tie.SIGNED, *SELF}
            and not c.incoming.official
            and not (c.tie is Tie.HOUSEHOLD and c.cues.to_us and c.matter >= SAME_MATTER)
        ),
        NEW,
        Relation.NEW,
    ),
    # He belongs to the case and answers in its thread, but tells a matter that shares nothing with it.
    (
        "other-matter-in-thread",
        lambda c: c.pointed and c.tie in PROVEN and other_matter(c) and not (c.tie is Tie.BODY and c.surname_told),
        NEW,
        Relation.NEW,
    ),
    # A body answers under a number that is another person's here: its number has the form of ours.
    ("number-of-the-body", lambda c: c.pointed and c.tie is Tie.BODY and names_another(c), NEW, Relation.NEW),
    # To end a case, or to take its papers, it is not enough to name somebody.
    (
        "ends-for-another",
        lambda c: (
            c.tie is Tie.ON_BEHALF
            and not c.incoming.official
            and (c.incoming.traits.kind == Kind.WITHDRAWAL or c.cues.asks_papers)
        ),
        PROPOSE,
        Relation.NEW,
    ),
    # The case is named, and the sender belongs to it; or bears the name of its complainant.
    ("pointed-by-party", lambda c: c.pointed and c.tie in PROVEN, LINK, None),
    # To end a case, or to take its papers, a number and a name are not enough.
    (
        "ends-by-name",
        lambda c: (
            c.pointed
            and c.tie in {Tie.TOWNSMAN, Tie.NAMESAKE}
            and (c.incoming.traits.kind == Kind.WITHDRAWAL or c.cues.asks_papers)
        ),
        PROPOSE,
        Relation.NEW,
    ),
    (
        "pointed-by-name",
        lambda c: c.pointed and c.tie in {Tie.TOWNSMAN, Tie.NAMESAKE} and c.ahead >= 0 and not other_matter(c),
        LINK,
        None,
    ),
    # An administration names the case, the complainant, and his home or matter.
    (
        "pointed-by-administration",
        lambda c: (
            c.pointed
            and c.incoming.official
            and (
                (c.surname_told and (c.home_told or c.matter >= 0.1))
                or (bool(c.shared.bodies) and c.matter >= SAME_MATTER)
            )
        ),
        LINK,
        Relation.FOLLOW_UP,
    ),
    # Who names the case, the complainant, and its matter knows it from him.
    (
        "pointed-by-confidant",
        lambda c: (
            c.pointed
            and (c.first_name_told or c.surname_told)
            and c.matter >= SAME_MATTER
            and (c.cues.hands_in or c.cues.to_us)
            and not c.incoming.traits.home[0]
            and c.incoming.traits.kind != Kind.WITHDRAWAL
            and not c.cues.asks_papers
        ),
        LINK,
        Relation.FOLLOW_UP,
    ),
    # The case is named by somebody we cannot place: his own matter first, staff may link.
    ("pointed-by-stranger", lambda c: c.pointed, PROPOSE, Relation.NEW),
    # The same person with the same text, or the same facts, again.
    ("same-text-by-party", lambda c: c.tie in SELF and c.text >= SAME_TEXT, LINK, None),
    ("same-matter-by-party", lambda c: c.tie in SELF and c.matter >= SAME_MATTER and not apart(c), LINK, None),
    # He speaks of what he has with us: his only case, or the one whose matter he touches.
    ("own-case", lambda c: c.tie in SELF and carries_on(c) and c.ahead >= 1 and not apart(c), LINK, None),
    (
        "own-case-by-matter",
        lambda c: (
            c.tie in SELF
            and carries_on(c)
            and c.ahead >= 0.05
            # Who asks after his case may call the body by another name; then more of the matter must be told.
            and (c.matter >= 0.05 if not apart(c) else c.matter >= 0.15 and c.incoming.traits.kind in CONTINUING)
        ),
        LINK,
        None,
    ),
    (
        "again-by-party",
        lambda c: c.tie in SELF and hints(c) and c.ahead >= 0.1 and not apart(c),
        LINK,
        None,
    ),
    # His only case; no home or other body told: he does not introduce himself again.
    ("own-case-without-introduction", lambda c: c.tie in SELF and c.ahead >= 1 and unintroduced(c), LINK, None),
    # About the same body, with a figure, a day or a name in common; in another language the same things.
    ("same-body-same-facts", lambda c: c.tie in SELF and c.ahead >= 0.1 and same_body_and_facts(c), LINK, None),
    # The same name and town, without an address that proves it.
    ("same-matter-by-townsman", lambda c: c.tie is Tie.TOWNSMAN and c.matter >= SAME_MATTER, LINK, None),
    (
        "carries-on-by-townsman",
        lambda c: c.tie is Tie.TOWNSMAN and carries_on(c) and c.matter >= 0.3 and c.ahead >= 0.1,
        LINK,
        None,
    ),
    # A partner passed it on; now the citizen writes himself, in his own words.
    (
        "known-from-a-partner",
        lambda c: (
            c.tie in {Tie.NAMESAKE, Tie.TOWNSMAN}
            and c.known.traits.passed_on
            and bool(c.shared.bodies)
            and c.matter >= OTHER_MATTER
        ),
        LINK,
        None,
    ),
    # One of the family, or who acts for him, names him in full, and says that he came to us.
    (
        "named-by-family",
        lambda c: (
            c.tie in {Tie.HOUSEHOLD, Tie.ON_BEHALF}
            and c.named
            and c.cues.speaks_for
            and c.cues.to_us
            and c.matter >= 0.15
            and c.ahead >= 1
            and c.incoming.traits.kind != Kind.WITHDRAWAL
        ),
        LINK,
        None,
    ),
    # One who bears his surname adds to the same matter at the same body, and introduces no home of his own.
    (
        "family-adds",
        lambda c: (
            c.tie is Tie.NONE
            and of_one_surname(c)
            and bool(c.shared.bodies)
            and c.matter >= 0.45
            and not c.incoming.traits.home[0]
            and c.incoming.traits.length < SHORT
            and (c.cues.to_us or c.cues.speaks_for or c.cues.says_again)
        ),
        LINK,
        Relation.FOLLOW_UP,
    ),
    # One of the family knows the file number of the body and tells whose it is.
    (
        "family-with-file-number",
        lambda c: c.cues.speaks_for and c.surname_told and any(len(n) >= 7 for n in c.shared.strong_numbers),
        LINK,
        None,
    ),
    # Somebody of the household, or who writes for the complainant, about the same matter.
    (
        "same-matter-by-household",
        lambda c: c.tie in {Tie.HOUSEHOLD, Tie.ON_BEHALF} and c.matter >= SAME_MATTER and not apart(c),
        LINK,
        None,
    ),
    (
        "carries-on-by-household",
        lambda c: (
            c.tie in {Tie.HOUSEHOLD, Tie.ON_BEHALF, Tie.PARTY}
            and (c.cues.speaks_for or c.named)
            and (c.cues.to_us or c.named or c.first_name_told or c.incoming.traits.kind in CONTINUING)
            and (c.matter >= 0.25 or (c.named and c.cues.to_us and (c.matter >= 0.05 or c.ahead >= 1)))
            and c.ahead >= 0.1
            and not apart(c)
        ),
        LINK,
        None,
    ),
    # The same mailbox, signed with the first name only.
    (
        "first-name-of-household",
        lambda c: (
            c.tie is Tie.HOUSEHOLD
            and c.incoming.traits.writer_email in c.known.parties
            and c.first_name_told
            and c.ahead >= 0.1
            and not c.incoming.traits.home[0]
            and c.incoming.traits.length < (SHORT if c.cues.hands_in or c.cues.since_then else 40)
            and not apart(c)
        ),
        LINK,
        None,
    ),
    # One of the house writes from his mailbox for him, with a figure or a day of his matter.
    (
        "same-mailbox-same-facts",
        lambda c: (
            c.tie is Tie.HOUSEHOLD
            and c.incoming.traits.writer_email in c.known.parties
            and c.cues.speaks_for
            and bool(c.shared.bodies)
            and bool(c.shared.strong_numbers | c.shared.weak_numbers | c.shared.days)
            and c.matter >= 0.35
            and c.ahead >= 0.1
        ),
        LINK,
        None,
    ),
    # Who wrote for several people says by the surname for whom he writes now.
    ("helper-tells-whose", tells_whose, LINK, Relation.FOLLOW_UP),
    # One of the family tells the home, and a little of the matter.
    ("home-told-by-family", lambda c: c.tie is Tie.HOUSEHOLD and c.home_told and c.matter >= 0.2, LINK, None),
    # Who acts for the complainant tells his name, and his home or that he has a case with us.
    (
        "carries-on-by-helper",
        lambda c: (
            c.tie is Tie.ON_BEHALF
            and c.named
            and (
                c.home_told
                or (c.ahead >= 1 and (c.cues.to_us or c.incoming.traits.kind in CONTINUING))
                or (c.ahead >= 0.1 and bool(c.shared.bodies) and c.cues.speaks_for)
            )
            and not apart(c)
        ),
        LINK,
        None,
    ),
    # An association or administration tells the same matter and the surname.
    (
        "same-matter-by-administration",
        lambda c: (
            c.incoming.official
            and c.surname_told
            and (c.cues.speaks_for or c.cues.passes_on)
            and c.matter >= SAME_MATTER
            and c.tie is not Tie.BODY
        ),
        LINK,
        None,
    ),
    # Who helps the complainant, and names himself: that he came to us, about whom, with what.
    (
        "same-matter-by-helper",
        lambda c: (
            c.cues.speaks_for
            and c.cues.to_us
            and c.surname_told
            and bool(c.shared.bodies)
            and c.matter >= 0.4
            and c.tie is Tie.NONE
            and c.incoming.traits.person in ((), c.incoming.traits.writer)
        ),
        LINK,
        Relation.FOLLOW_UP,
    ),
    # The body complained about answers without our number: it names the complainant and his matter.
    (
        "answer-of-the-body",
        lambda c: (
            c.tie is Tie.BODY
            and (c.named or (c.surname_told and (bool(c.shared.bodies) or bool(c.shared.strong_numbers))))
            and c.ahead >= 0.05
        ),
        LINK,
        Relation.FOLLOW_UP,
    ),
    # Perhaps: a namesake with the same facts, or a tie with half of the facts.
    (
        "namesake-same-matter",
        lambda c: (
            c.tie is Tie.NAMESAKE
            and (c.text >= 0.6 or c.shared.matter >= (0.65 if c.shared.bodies and c.shared.names else 0.75))
        ),
        LINK,
        None,
    ),
    (
        "namesake-carries-on",
        lambda c: (
            c.tie is Tie.NAMESAKE
            and c.cues.to_us
            and bool(c.shared.bodies)
            and c.matter >= 0.3
            and c.ahead >= 0.1
            and not apart(c)
        ),
        LINK,
        None,
    ),
    # His name, the same body, and no home: he does not introduce himself as somebody new.
    (
        "namesake-without-introduction",
        lambda c: (
            c.tie in {Tie.NAMESAKE, Tie.TOWNSMAN}
            and c.ahead >= 1
            and bool(c.shared.bodies)
            and not c.incoming.traits.home[0]
            and c.incoming.traits.length < 40
            and not c.cues.says_new
        ),
        LINK,
        None,
    ),
    (
        "namesake-alike",
        lambda c: c.tie in {Tie.NAMESAKE, Tie.TOWNSMAN} and c.matter >= OTHER_MATTER,
        PROPOSE,
        Relation.NEW,
    ),
    ("tied-half-alike", lambda c: c.tie in PROVEN and c.matter >= OTHER_MATTER, PROPOSE, Relation.NEW),
    # A few words of somebody with cases here, which do not say of which: staff know.
    (
        "own-cases-unsure",
        lambda c: c.tie in SELF and not c.incoming.traits.home[0] and c.incoming.traits.length < 40 and not apart(c),
        PROPOSE,
        Relation.NEW,
    ),
    # Nothing that ties it.
    ("unrelated", lambda c: True, NEW, Relation.NEW),
)
