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
_TOKEN_BYTES = 24


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
        pair = (self._token(invitation, counter), self._code(invitation, counter))
        return tuple(self.hash_of(one) for one in pair)

    def hash_of(self, token_or_code: str) -> str:
        """Codes may be written with spaces, dashes and small letters; tokens stand as they are.

        Keyed too: 48 bits of code would be found from a plain hash in a stolen database.
        """
        squeezed = "".join(c for c in token_or_code.upper() if c.isalnum())
        code = len(squeezed) == CODE_LENGTH and set(squeezed) <= set(REFERENCE_ALPHABET)
        return self._keyed("lookup", squeezed if code else token_or_code).hex()

    def _digest(self, purpose: str, invitation: InvitationId, counter: int) -> bytes:
        return self._keyed(purpose, f"{invitation}\0{counter}")

    def _keyed(self, purpose: str, what: str) -> bytes:
        told = f"{purpose}\0{self._clinic_id}\0{what}"
        return hmac.digest(self._key, told.encode(errors="surrogatepass"), "sha256")

    def _token(self, invitation: InvitationId, counter: int) -> str:
        digest = self._digest("token", invitation, counter)
        return base64.urlsafe_b64encode(digest[:_TOKEN_BYTES]).decode()

    def _code(self, invitation: InvitationId, counter: int) -> str:
        """Each letter takes a remainder of the digest: 12 letters of 16, so 48 bits."""
        number = int.from_bytes(self._digest("code", invitation, counter))
        letters: list[str] = []
        for _ in range(CODE_LENGTH):
            number, place = divmod(number, len(REFERENCE_ALPHABET))
            letters.append(REFERENCE_ALPHABET[place])
        return "".join(letters)
