"""Signs what leaves (RFC 6376)."""

import dkim

#: Signed; From and Subject twice, so that a second one put in later breaks the signature (RFC 6376 8.15).
SIGNED = (
    b"from", b"from", b"subject", b"subject", b"to", b"date", b"message-id", b"in-reply-to", b"references",
    b"reply-to", b"auto-submitted", b"mime-version", b"content-type", b"content-transfer-encoding",
)  # fmt: skip


def signed(content: bytes, *, selector: str, domain: str, key: bytes) -> bytes:
    """`content` with a DKIM-Signature on top, relaxed/relaxed. `key` is PEM.

    Raises dkim.DKIMException where the key is unusable.
    """
    signature: bytes = dkim.sign(
        content,
        selector.encode("ascii"),
        domain.encode("ascii"),
        key,
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=list(SIGNED),
    )
    return signature + content
