"""What every answer tells the browser, and which asks are not ours."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request

#: Nothing from elsewhere, no script or style in the page itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

COMMON: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}


def standard(secure: bool) -> dict[str, str]:
    """Headers of a page; a page may set stricter or other ones of its own."""
    found = {"Content-Security-Policy": POLICY, **COMMON}
    if secure:
        found["Strict-Transport-Security"] = "max-age=31536000"
    return found


def own_origin(request: Request, url: str) -> str:
    """Scheme, host and port under which browsers know us: the setting, else what this request says."""
    parts = urlsplit(url) if url else request.url
    return f"{parts.scheme}://{parts.netloc}".lower()


def from_elsewhere(request: Request, url: str) -> bool:
    """Whether another site made the browser send this. Without any word of it, the token of the form decides."""
    origin = request.headers.get("origin")
    if origin is not None:
        return origin.lower() != own_origin(request, url)
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
