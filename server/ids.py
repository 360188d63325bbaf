"""Random ids and secrets."""

import secrets

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 16  # 95 bits: nobody meets another's id, nobody guesses one
TOKEN_BYTES = 24  # 192 bits; the contract asks for 128 or more


def new_id() -> str:
    """A random id of 16 letters and digits, fit for URLs, documents and file names."""
    return "".join(secrets.choice(LETTERS) for _ in range(ID_LENGTH))


def new_token() -> str:
    """A secret for one seat, fit for a URL's fragment."""
    return secrets.token_urlsafe(TOKEN_BYTES)
