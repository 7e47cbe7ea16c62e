"""A recording of a sentence: which one, and of which words."""

import hashlib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Recording(BaseModel):
    """
    `sound` names what is played, `words` the text that it says.

    Once the text is another, the recording says what was: then the text is spoken.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sound: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    words: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]

    def says(self, text: str) -> bool:
        """Is it of this text? What has values is never recorded whole."""
        return self.words == words_of(text) and "{" not in text


def words_of(text: str) -> str:
    """Return the sixteen hexadecimal digits that name a text, however it is spaced."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
