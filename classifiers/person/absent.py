"""What of a person's data a file needs and the mail does not tell (Bestuursdecreet II.76 § 2: name and address)."""

from classifiers.understanding import Person


def absent(person: Person) -> tuple[str, ...]:
    """ "name" and "address"; an address is a street with a number and a postcode or municipality."""
    placed = person.postcode is not None or person.municipality is not None
    whole = person.street is not None and person.number is not None and placed
    return tuple(field for field, told in (("name", person.name is not None), ("address", whole)) if not told)
