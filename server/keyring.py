"""Secrets that are derived instead of stored: role tokens and join codes."""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from server.ids import TOKEN_BYTES
from server.settings import Settings, WrongSetting

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O, 1 I L: read aloud across a room
CODE_LENGTH = 8  # 31^8 = 8.5e11
SECRET_FILE = "secret"


class Keyring:
    """Derives a board's role tokens and join code from the server's secret and a nonce of the catalogue.

    A stolen catalogue has only digests and nonces; a stolen secret has no nonces.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def role_token(self, board: str, role: str, nonce: str) -> str:
        """The token of this role's link, for as long as the nonce stands."""
        digest = self._mac("role", board, role, nonce)
        return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode().rstrip("=")

    def code(self, board: str, nonce: str) -> str:
        """The join code of a board, for as long as the nonce stands."""
        number = int.from_bytes(self._mac("code", board, nonce))
        letters = []
        for _ in range(CODE_LENGTH):
            number, letter = divmod(number, len(CODE_ALPHABET))
            letters.append(CODE_ALPHABET[letter])
        return "".join(letters)

    def code_digest(self, code: str) -> str:
        """What is stored of a code: keyed, because a code is short enough to be tried out."""
        return self._mac("code-digest", code).hex()

    def _mac(self, *parts: str) -> bytes:
        return hmac.digest(self._secret, "\0".join(parts).encode(), hashlib.sha256)


def token_digest(token: str) -> str:
    """What is stored of a token: it has 192 random bits, so a plain digest tells nothing."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def clean_code(text: str) -> str:
    """A code as typed: any case, with or without spaces and hyphens."""
    return "".join(text.split()).replace("-", "").upper()


def check(settings: Settings) -> None:
    """Promises that all processes of this installation come to one secret; WrongSetting otherwise.

    Those that share a data folder share its file. Those that share a PostgreSQL may stand on different machines, where
    each would make its own: they must be told one, and there is no default that others could know.
    """
    if settings.secret is None and not (settings.database_url or "sqlite").startswith("sqlite"):
        raise WrongSetting("SECRET", "must be set, the same for all processes that share a PostgreSQL database")


def load(settings: Settings) -> Keyring:
    """The keyring of this installation; its secret is made at the first start."""
    return Keyring(secret(settings, secrets.token_hex(32)))


def secret(settings: Settings, fresh: str) -> bytes:
    """The secret of this installation; `fresh` becomes it where there is none yet."""
    check(settings)
    if settings.secret is not None:
        return settings.secret.encode()
    return _secret_file(settings.data / SECRET_FILE, fresh)


def _secret_file(path: Path, text: str) -> bytes:
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # two starts at once agree on the first one's secret
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip().encode()
