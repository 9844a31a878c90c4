"""Domains in letters of any script, as they stand on the wire (IDNA 2008, RFC 5891)."""

import idna


def ascii_domain(address: str) -> str:
    """`address` with its domain in A-labels ("xn--..."), so that one mailbox has one name; the local part is kept.

    A domain that makes no such name stays as it is.
    """
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}{at}{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        return address
