"""Every answer tells browsers to allow only what we meant."""

import httpx
import pytest


@pytest.mark.parametrize("path", ["/", "/j", "/healthz", "/api/nowhere", "/openapi.json", "/favicon.ico"])
async def test_every_answer_carries_the_headers(http: httpx.AsyncClient, path: str) -> None:
    headers = (await http.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy or "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy.split("style-src-attr")[0]
    assert "camera=(self)" in headers["permissions-policy"]


async def test_answers_of_the_api_are_kept_by_nobody(http: httpx.AsyncClient) -> None:
    assert (await http.get("/api/templates")).headers["cache-control"] == "no-store"
