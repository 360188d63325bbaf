"""What the maker of office files is given, written by the server and read by the process that draws."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from board.schema import Language
from board.telling import Telling
from server.i18n import Speech

Form = Literal["xlsx", "pptx"]


@dataclass(frozen=True, slots=True)
class OfficeJob:
    """A record, the language to tell it in, its pictures, and the form that it becomes."""

    form: Form
    record: Mapping[str, Any]
    speech: Speech
    pictures: Mapping[str, bytes]

    def telling(self) -> Telling:
        """The record in words."""
        return Telling(self.record, self.speech, self.speech.language)

    def encoded(self) -> bytes:
        """One line of JSON, then the bytes of the pictures."""
        head = {
            "form": self.form,
            "record": self.record,
            "language": self.speech.language,
            "messages": dict(self.speech.messages),
            "pictures": [[image, len(data)] for image, data in self.pictures.items()],
        }
        return json.dumps(head).encode() + b"\n" + b"".join(self.pictures.values())


def read(stream: BinaryIO) -> OfficeJob:
    """The job as it was encoded."""
    head = json.loads(stream.readline())
    language: Language = head["language"]
    pictures = {image: stream.read(size) for image, size in head["pictures"]}
    return OfficeJob(head["form"], head["record"], Speech(language, head["messages"]), pictures)
