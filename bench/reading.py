"""How many mails a second one core reads and understands, and what that costs in memory.

    python -m bench.reading [FOLDER]

Without a folder it makes mails of about 1.5 kB text; with one it reads the mails in it.
"""

import gc
import resource
import sys
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

MOMENT = datetime(2026, 5, 20, 10, tzinfo=UTC)
ROUNDS = 3
_PARTS = (
    "Ik heb op {day} maart contact opgenomen met De Lijn over de boete van {sum} euro die mijn dochter kreeg op lijn {day}.",
    "De controleur wou haar abonnement niet bekijken en schreef meteen een proces-verbaal uit.",
    "Op mijn aangetekende brief van {day} april kreeg ik een standaardantwoord zonder enige motivering.",
    "Daarna heb ik nog {day} keer gebeld naar de klantendienst, telkens met een andere medewerker aan de lijn.",
    "Intussen dreigt een deurwaarder met bijkomende kosten, terwijl het bewijs al weken in hun bezit is.",
    "Ik vraag u om te bemiddelen en om mijn gegevens niet aan derden door te geven. Graag een antwoord per brief.",
)


def made(number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"An Peeters <an.peeters{number}@mail.example>", "klachten@vlaamseombudsdienst.be"
    mail["Subject"], mail["Date"] = f"Klacht over boete {number}", MOMENT
    told = [part.format(day=1 + (number + at) % 28, sum=50 + number) for at, part in enumerate(_PARTS * 2)]
    mail.set_content(
        "Geachte,\n\n" + "\n".join(told) + f"\n\nAn Peeters\nKerkstraat {number}\n9000 Gent\n0470 12 34 56\n"
    )
    return bytes(mail)


def main() -> None:
    start = time.perf_counter()
    from classifiers.mail import read_mail
    from classifiers.prepared import House
    from classifiers.screen import screen
    from classifiers.understand import load_knowledge, understand
    from classifiers.understanding import Language
    from routing.catalogue import load_catalogue

    knowledge = load_knowledge(load_catalogue().names())
    print(f"import and load   {time.perf_counter() - start:.2f} s")
    house = House(
        "vlaamse-ombudsdienst",
        ("klachten@vlaamseombudsdienst.be",),
        (Language.NL,),
        "ombuds",
        ("vlaamse-ombudsdienst",),
        r"\b20\d\d-\d{4}\b",
    )
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    mails = [path.read_bytes() for path in sorted(folder.glob("*.eml"))] if folder else [made(n) for n in range(200)]

    def one(raw: bytes) -> None:
        message = read_mail(raw, received_at=MOMENT)
        screening = screen(message, own_addresses=house.addresses)
        understand(message, house=house, knowledge=knowledge, screening=screening)

    for raw in mails[:20]:
        one(raw)
    gc.collect()
    rates = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for raw in mails:
            one(raw)
        rates.append(len(mails) / (time.process_time() - begun))
    size = sum(map(len, mails)) / len(mails)
    print(f"mails             {len(mails)} of {size:.0f} bytes")
    print(
        f"rate              {sorted(rates)[ROUNDS // 2]:.0f} mails a second of CPU [{min(rates):.0f}-{max(rates):.0f}]"
    )
    large = made(1).replace(b"Geachte,", b"Geachte, " + b"ik heb nooit antwoord gekregen op mijn brief. " * 22_000)
    begun = time.process_time()
    one(large)
    print(f"a mail of {len(large) / 1e6:.1f} MB  {time.process_time() - begun:.2f} s")
    print(f"memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")


if __name__ == "__main__":
    main()
