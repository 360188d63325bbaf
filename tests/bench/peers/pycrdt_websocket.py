"""pycrdt-websocket under uvicorn with its SQLite store: python pycrdt_websocket.py PORT FILE."""

import sys
from contextlib import suppress
from typing import Any

import uvicorn
from pycrdt.store import SQLiteYStore, YDocNotFound
from pycrdt.websocket import ASGIServer, WebsocketServer, YRoom


class Store(SQLiteYStore):
    """All documents in one file."""

    db_path = sys.argv[2]


class Server(WebsocketServer):
    """Rooms that keep what is written; the package leaves that to its users."""

    async def get_room(self, name: str) -> YRoom:
        """A room with what its store has."""
        if name not in self.rooms:
            store = Store(name)
            room = self.rooms[name] = YRoom(ready=False, ystore=store, log=self.log)
            await self.start_room(room)
            await store.started.wait()
            with suppress(YDocNotFound):
                await store.apply_updates(room.ydoc)
            room.ready = True
        await self.rooms[name].ready_event.wait()
        return await super().get_room(name)


async def main() -> None:
    """Serves until a signal."""
    async with Server(auto_clean_rooms=False) as rooms:
        app: Any = ASGIServer(rooms)
        await uvicorn.Server(uvicorn.Config(app, port=int(sys.argv[1]), log_level="warning")).serve()


if __name__ == "__main__":
    import asyncio

    asyncio.run(main())
