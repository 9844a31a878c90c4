"""Opens a mailbox: the connection, and who we are to its server (password, or XOAUTH2 with a token fetched first)."""

import ssl
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, LoginError

from gateway.settings import MailboxSettings

#: Seconds to connect, and for each piece of an answer.
TIMEOUT = SocketTimeout(connect=30, read=60)
TOKEN_TIMEOUT = 20.0
#: Seconds before its end from which a token is no longer used.
TOKEN_MARGIN = 60.0


class MailboxRefused(Exception):
    """We do not come in; the text says why, without secrets."""


class Token:
    """An OAuth2 access token, fetched again when it ends: client-credentials, or refresh-token where there is one."""

    def __init__(self, settings: MailboxSettings) -> None:
        self.settings = settings
        self.refresh_token = settings.refresh_token
        self.value = ""
        self.ends = 0.0

    def current(self) -> str:
        """Raises MailboxRefused where none is to be had."""
        if time.monotonic() >= self.ends:
            self.fetch()
        return self.value

    def drop(self) -> None:
        self.ends = 0.0

    def fetch(self) -> None:
        settings = self.settings
        form = {"client_id": settings.client_id, "grant_type": "client_credentials"}
        if self.refresh_token:
            form |= {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        if settings.client_secret:
            form["client_secret"] = settings.client_secret
        if settings.scope:
            form["scope"] = settings.scope
        try:
            answer = httpx.post(settings.token_url, data=form, timeout=TOKEN_TIMEOUT)
            told = answer.json()
        except httpx.HTTPError as error:
            raise MailboxRefused(f"the token server does not answer ({type(error).__name__})") from error
        except ValueError as error:
            raise MailboxRefused("the token server's answer is no JSON") from error
        token = told.get("access_token") if isinstance(told, dict) else None
        if answer.status_code != 200 or not isinstance(token, str) or not token:
            code = str(told.get("error", "")) if isinstance(told, dict) else ""
            raise MailboxRefused(f"the token server refused us ({answer.status_code} {code[:80]})".replace(" )", ")"))
        self.value = token
        # The server may hand out the next refresh token with it (RFC 6749 6).
        self.refresh_token = str(told.get("refresh_token") or self.refresh_token)
        lifetime = told.get("expires_in", 300)
        seconds = float(lifetime) if str(lifetime).isdigit() else 300.0
        self.ends = time.monotonic() + max(0.0, seconds - TOKEN_MARGIN)


def open_mailbox(
    settings: MailboxSettings, path: Callable[[str], Path], token: Token, seen: Callable[[IMAPClient], None]
) -> IMAPClient:
    """A client that is logged in. `seen` gets it as soon as it is connected, so that somebody else can end it.

    Raises MailboxRefused, or what the network and the server do.
    """
    context = ssl.create_default_context() if settings.security != "none" else None
    client = IMAPClient(
        settings.host,
        port=settings.port,
        ssl=settings.security == "tls",
        ssl_context=context,
        timeout=TIMEOUT,  # type: ignore[arg-type]
    )
    seen(client)
    try:
        client.normalise_times = False
        if settings.security == "starttls":
            client.starttls(context)
        if settings.token_url:
            log_in_with_token(client, settings.user, token)
        else:
            client.login(settings.user, password_of(settings, path))
    except LoginError as error:
        client.shutdown()
        if isinstance(error.__context__, IMAPClientAbortError):
            raise ConnectionResetError("the connection broke while we logged in") from error
        raise MailboxRefused("the server refuses our user and password or token") from error
    except BaseException:
        client.shutdown()
        raise
    return client


def log_in_with_token(client: IMAPClient, user: str, token: Token) -> None:
    value = token.current()
    try:
        client.oauth2_login(user, value)
    except LoginError:
        # A token may be revoked before its end: the next visit fetches a new one.
        token.drop()
        raise


def password_of(settings: MailboxSettings, path: Callable[[str], Path]) -> str:
    if not settings.password_file:
        return settings.password
    try:
        return path(settings.password_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise MailboxRefused(f"the password file cannot be read ({type(error).__name__})") from error
