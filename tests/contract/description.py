"""Holds every answer against what `GET /openapi.json` says of it."""

import re
from typing import Any

import httpx
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its types are a package of their own

UNLISTED = {405}  # no method of the description has it


class Description:
    """An OpenAPI document that looks at answers."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.seen: set[tuple[str, str, int]] = set()
        self._paths = [(_pattern(path), path) for path in sorted(document["paths"], key=lambda path: path.count("{"))]

    def check(self, answer: httpx.Response) -> None:
        """Promises that the status, the media type and the JSON are as described."""
        method, path = answer.request.method.lower(), answer.request.url.raw_path.decode().partition("?")[0]
        template = next((template for pattern, template in self._paths if pattern.fullmatch(path)), None)
        told = None if template is None else self.document["paths"][template].get("get" if method == "head" else method)
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        if template is None or told is None or answer.status_code in UNLISTED | {304}:
            return
        where = f"{method} {template} {answer.status_code}"
        assert str(answer.status_code) in told["responses"], f"{where} is not described"
        self.seen.add((method, template, answer.status_code))
        if method != "head":
            self._check_content(answer, told["responses"][str(answer.status_code)].get("content", {}), where)

    def _check_content(self, answer: httpx.Response, content: dict[str, Any], where: str) -> None:
        media = answer.headers.get("content-type", "").partition(";")[0]
        if not content:
            assert not answer.content, where
            return
        named = next((content[kind] for kind in (media, f"{media.partition('/')[0]}/*") if kind in content), None)
        assert named is not None, f"{where} is {media}, not {sorted(content)}"
        if "json" in media and "schema" in named:
            schema = named["schema"] | {"components": self.document["components"]}
            errors = [f"{error.json_path}: {error.message}" for error in validator(schema).iter_errors(answer.json())]
            assert not errors, f"{where}: {errors[:5]}"


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """What checks JSON against a schema."""
    return Draft202012Validator(schema)


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", template)
    return re.compile("[^/]+?".join(map(re.escape, parts)))
