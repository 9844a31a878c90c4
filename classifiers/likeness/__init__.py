"""How alike two messages are, and in what: text, numbers, dates, names, people."""

from classifiers.likeness.evidence import Shared, containment, resemblance, shared_facts
from classifiers.likeness.people import same_home, same_name
from classifiers.likeness.traits import Traits, read_traits

__all__ = [
    "Shared",
    "Traits",
    "containment",
    "read_traits",
    "resemblance",
    "same_home",
    "same_name",
    "shared_facts",
]
