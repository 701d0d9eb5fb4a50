"""Answer links: derived from the installation's key whenever needed, stored only as hashes."""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING

from dialogs.understand.references import REFERENCE_ALPHABET
from pathway.ports import Links

if TYPE_CHECKING:
    from pathway.words import ClinicId, InvitationId

CODE_LENGTH = 12
_TOKEN_BYTES = 20
"""160 bits are 32 letters of base32: no sign at the end that a mail program leaves out."""


class KeyedLinks:
    """The `LinkMaker` of one clinic."""

    def __init__(self, key: bytes, clinic_id: ClinicId, public_url: str) -> None:
        """`key` is the installation's; `public_url` has no slash at its end."""
        self._key = key
        self._clinic_id = clinic_id
        self._public_url = public_url

    def links(self, invitation: InvitationId, counter: int) -> Links:
        """Address and code of this invitation's answer page."""
        code = self._code(invitation, counter)
        return Links(
            answer_url=f"{self._public_url}/svar/{self._token(invitation, counter)}",
            answer_code=" ".join(code[n : n + 4] for n in range(0, CODE_LENGTH, 4)),
            code_url=f"{self._public_url}/svar",
        )

    def hashes(self, invitation: InvitationId, counter: int) -> tuple[str, ...]:
        """What is looked up: the token's hash and the code's."""
        token, code = self._token(invitation, counter), self._code(invitation, counter)
        return (self.hash_of_token(token), self.hash_of_code(code))

    def hash_of_token(self, token: str) -> str:
        """A token stands as it is: a code in its place is nobody's, and so never guessed there."""
        return self._keyed("lookup token", token).hex()

    def hash_of_code(self, code: str) -> str:
        """A code may be written with spaces, dashes and small letters.

        Keyed too: its 48 bits would be found from a plain hash in a stolen database.
        """
        squeezed = "".join(c for c in code.upper() if c.isalnum())
        fits = len(squeezed) == CODE_LENGTH and set(squeezed) <= set(REFERENCE_ALPHABET)
        return self._keyed("lookup code", squeezed if fits else code).hex()

    def _digest(self, purpose: str, invitation: InvitationId, counter: int) -> bytes:
        return self._keyed(purpose, f"{invitation}\0{counter}")

    def _keyed(self, purpose: str, what: str) -> bytes:
        told = f"{purpose}\0{self._clinic_id}\0{what}"
        return hmac.digest(self._key, told.encode(errors="surrogatepass"), "sha256")

    def _token(self, invitation: InvitationId, counter: int) -> str:
        digest = self._digest("token", invitation, counter)
        return base64.b32encode(digest[:_TOKEN_BYTES]).decode().lower()

    def _code(self, invitation: InvitationId, counter: int) -> str:
        """Each letter takes a remainder of the digest: 12 letters of 16, so 48 bits."""
        number = int.from_bytes(self._digest("code", invitation, counter))
        letters: list[str] = []
        for _ in range(CODE_LENGTH):
            number, place = divmod(number, len(REFERENCE_ALPHABET))
            letters.append(REFERENCE_ALPHABET[place])
        return "".join(letters)
