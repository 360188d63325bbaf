"""How a route describes itself; `openapi` and the role matrix read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

Who = Literal["anyone", "follower", "participant", "moderator", "creator", "operator"]
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

ATTRIBUTE = "__operation__"


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer: its status, what it holds, and of which media type."""

    status: int
    means: str
    model: type[BaseModel] | Mapping[str, Any] | None = None
    media: str = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route does, for whom, and how it answers."""

    summary: str
    who: Who
    answers: tuple[Answer, ...]
    body: type[BaseModel] | Mapping[str, Any] | None = None
    body_media: str = "application/json"
    refuses: tuple[int, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def operation(
    summary: str,
    who: Who,
    *answers: Answer,
    body: type[BaseModel] | Mapping[str, Any] | None = None,
    body_media: str = "application/json",
    refuses: tuple[int, ...] = (),
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Callable[[Endpoint], Endpoint]:
    """Describe an endpoint where it is written."""

    def describe(endpoint: Endpoint) -> Endpoint:
        told = Operation(summary, who, answers, body, body_media, refuses, query or {}, headers or {})
        setattr(endpoint, ATTRIBUTE, told)
        return endpoint

    return describe
