"""Contract 2: tokens never appear in logs, however they are sent; `conftest` looks again after all other tests."""

from typing import Any

from tests.contract.stranger import stranger
from tests.contract.test_http import said
from tests.product import Product


async def test_tokens_never_appear_in_logs_however_they_are_sent(product: Product, board: dict[str, Any]) -> None:
    secrets = [f"{token[:-2]}-{n}" for n, token in enumerate(board["tokens"].values())] + [*board["tokens"].values()]
    for secret in secrets:
        for query in ("", "&ext=1", f"&token={secret}", f"&%74oken={secret}", f"&%74%6F%6b%65%6E={secret}"):
            for given in (secret, None):
                async with stranger(product, board["id"], given, query) as socket:
                    await socket.settled()
        for path in (f"/ws/{board['id']}?token={secret}", f"/j?token={secret}", f"/%00?x={secret}"):
            await product.http.get(path)
        await product.http.get("/api/boards/x", headers={"Authorization": f"Bearer {secret}"})
        await product.http.post("/api/join", json={"token": f"{secret}x", "name": secret}, headers=elsewhere(secret))
        await said(product, f"GET /ws/x?token={secret} HTTP/9.1\r\nCookie: bb_x={secret}\r\n\r\n")
        await said(product, f"BREW /?token={secret} HTTP/1.1\r\nHost: x\r\n\r\n")
    log = product.log.read_text()
    assert "WebSocket" in log
    assert not [secret for secret in secrets if secret in log]


def elsewhere(secret: str) -> dict[str, str]:
    """Every guess from an address of its own."""
    return {"x-forwarded-for": f"2001:db8:{len(secret):x}:{sum(secret.encode()):x}::1"}
