"""Single sign-on: OpenID Connect, authorization code with PKCE; the signed id token says who it is."""

import secrets
import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from authlib.deprecate import AuthlibDeprecationWarning

from gateway.settings import DeskSettings

with warnings.catch_warnings():
    # It speaks of its next major version, to whoever runs a command.
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import OAuth2Client
    from authlib.jose import JsonWebKey, JsonWebToken
    from authlib.jose.errors import JoseError

#: Signatures with a key that only the provider has; "none" and shared secrets are no proof.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
TIMEOUT = 10.0
LEEWAY = 60


class ProviderRefused(Exception):
    """The provider does not answer, or what it says does not hold. The text is for the log, not for the visitor."""


@dataclass(frozen=True, slots=True)
class Departure:
    """What the browser takes along to the provider, and what it must bring back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider of the settings. `client` makes the HTTP clients (tests put their own in)."""

    settings: DeskSettings

    @property
    def known(self) -> bool:
        return bool(self.settings.oidc_issuer and self.settings.oidc_client_id)

    def _configuration(self, http: httpx.Client) -> dict[str, Any]:
        issuer = self.settings.oidc_issuer.rstrip("/")
        found = http.get(f"{issuer}/.well-known/openid-configuration")
        found.raise_for_status()
        configuration: dict[str, Any] = found.json()
        if str(configuration.get("issuer", "")).rstrip("/") != issuer:
            raise ProviderRefused("the provider names another issuer than the settings")
        return configuration

    def depart(self, back: str) -> Departure:
        """Where to send the browser. Raises ProviderRefused."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        try:
            with httpx.Client(timeout=TIMEOUT) as http:
                configuration = self._configuration(http)
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise ProviderRefused(f"the provider does not answer: {type(error).__name__}") from error
        with self._client(back) as client:
            address, _ = client.create_authorization_url(
                configuration["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return Departure(address, state, nonce, verifier)

    def arrive(self, back: str, code: str, departure: Departure, now: datetime) -> str:
        """The subject, as "issuer subject". Raises ProviderRefused where anything about it does not hold."""
        try:
            with httpx.Client(timeout=TIMEOUT) as http:
                configuration = self._configuration(http)
                keys = JsonWebKey.import_key_set(http.get(configuration["jwks_uri"]).raise_for_status().json())
            with self._client(back) as client:
                token = client.fetch_token(configuration["token_endpoint"], code=code, code_verifier=departure.verifier)
            claims = JsonWebToken(list(ALGORITHMS)).decode(
                token["id_token"],
                keys,
                claims_options={
                    "iss": {"essential": True, "value": configuration["issuer"]},
                    "aud": {"essential": True, "value": self.settings.oidc_client_id},
                    "nonce": {"essential": True, "value": departure.nonce},
                    "sub": {"essential": True},
                    "exp": {"essential": True},
                },
            )
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except (httpx.HTTPError, JoseError, ValueError, KeyError) as error:
            raise ProviderRefused(f"single sign-on failed: {type(error).__name__}") from error
        return f"{self.settings.oidc_issuer.rstrip('/')} {claims['sub']}"

    def _client(self, back: str) -> OAuth2Client:
        return OAuth2Client(
            client_id=self.settings.oidc_client_id,
            client_secret=self.settings.oidc_client_secret or None,
            scope="openid profile email",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=TIMEOUT,
        )
