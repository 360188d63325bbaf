"""The files of `static/` as browsers get them: at an address that names the version of all of them, packed once."""

import contextlib
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server import sheets
from server.linker import link
from server.modules import Unreadable, imported

STATIC = Path(__file__).parent.parent / "static"

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
PACKED_ALREADY = frozenset({".png", ".webp", ".woff2"})

# The scripts that pages name; a test holds this list against the pages.
ENTRIES = ("main.js", "pages/home.js", "pages/join.js", "pages/kept.js", "pages/record.js")
# The views of the board's page that are files of their own: a visit shows one of them.
VIEWS = {"main.js": ("board/board.js", "phone/phone.js")}

# The same specifiers stand in package.json, for Node and for the type checker.
SPECIFIERS = {"#yjs": "vendor/yjs.js", "#lit": "vendor/lit.js"}

FOR_EVER = "public, max-age=31536000, immutable"
# Another version's address (a page open since before an update) gets today's file, which nobody may keep.
FOR_NOW = "no-cache"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file in memory, plain and, where that is smaller, packed."""

    body: bytes
    packed: bytes | None
    media_type: str
    digest: str

    @classmethod
    def of(cls, path: str, body: bytes) -> "Asset":
        suffix = PurePosixPath(path).suffix
        packed = None if suffix in PACKED_ALREADY else gzip.compress(body, 9, mtime=0)
        if packed is not None and len(packed) >= len(body):
            packed = None
        return cls(body, packed, MEDIA_TYPES[suffix], hashlib.sha256(body).hexdigest()[:20])


class Assets:
    """All files of one folder under one version."""

    def __init__(self, files: dict[str, bytes]) -> None:
        files = files | _packs(files) | sheets.bare(files) | sheets.join(files)
        self._files = files
        self._assets = {path: Asset.of(path, body) for path, body in files.items()}
        self.version = _version(files)

    @classmethod
    def read(cls, folder: Path = STATIC) -> "Assets":
        """Reads every file that browsers may ask for."""
        return cls({path: (folder / path).read_bytes() for path in sorted(_served(folder))})

    def url(self, path: str) -> str:
        """The address of a file, which must exist."""
        if path not in self._assets:
            raise KeyError(path)
        return f"{self.base}{path}"

    @property
    def base(self) -> str:
        """Where all files of this version lie."""
        return f"/s/{self.version}/"

    @cached_property
    def import_map(self) -> str:
        """The JSON that tells browsers where the vendored modules are."""
        imports = {name: self.url(path) for name, path in SPECIFIERS.items() if path in self._assets}
        return json.dumps({"imports": imports}, separators=(",", ":"))

    @cached_property
    def bundle(self) -> dict[str, str]:
        """The entries that travel as one file: bundled for a release, `dist/main.HASH.js`, or joined at this start."""
        scripts = (*ENTRIES, *(view for views in VIEWS.values() for view in views))
        joined = {script: f"pack/{script}" for script in scripts if f"pack/{script}" in self._files}
        manifest = json.loads(self._files.get("dist/manifest.json", b"{}"))
        return joined | {entry: f"dist/{path}" for entry, path in manifest.items()}

    def script(self, entry: str, *, apart: bool = False) -> str:
        """The address of a page's script; `apart`: module by module, as the repository holds them."""
        return self.url(self._file(entry, apart))

    def sheets(self, kind: str, *, apart: bool = False) -> list[str]:
        """The addresses of a page's style sheets: joined, or `apart`, as the repository holds them."""
        return [self.url(path) for path in (sheets.SHEETS[kind] if apart else (sheets.joined_path(kind),))]

    def preloads(self, entry: str, view: str | None = None, *, apart: bool = False) -> list[str]:
        """The addresses of all modules that the entry needs before it can start, and its view; nearest first."""
        script = self._file(entry, apart)
        needed = [*self.graph(script), *(self.graph(self._file(view, apart)) if view else [])]
        return [self.url(path) for path in dict.fromkeys(needed) if path != script]

    def later(self, entry: str, view: str | None = None) -> list[str]:
        """The addresses of what is loaded once the page stands: to be there when the connection is not."""
        at_once = self.preloads(entry, view)
        views = VIEWS.get(entry, ())
        paths = [*(self._beside(name, "shared") for name in views), self._beside(entry, "later")]
        paths += [self._beside(view, "later")] if view else []
        return [self.url(path) for path in paths if path in self._files and self.url(path) not in at_once]

    def graph(self, entry: str) -> list[str]:
        """The entry and all that it imports statically, breadth first."""
        found = [entry]
        for path in found:
            for module in imported(path, self._files[path].decode()):
                module = SPECIFIERS.get(module, module)
                if module in self._files and module not in found:
                    found.append(module)
        return found

    def _beside(self, entry: str, part: str) -> str:
        return f"{self._file(entry, False).removesuffix('.js')}.{part}.js"

    def _file(self, entry: str, apart: bool) -> str:
        return entry if apart else self.bundle.get(entry, entry)

    def respond(self, version: str, path: str, headers: Headers) -> Response:
        """Answers a request for one file."""
        asset = self._assets.get(path)
        if asset is None:
            raise HTTPException(404)
        packed = asset.packed if takes_gzip(headers.get("accept-encoding", "")) else None
        fields = {
            "cache-control": FOR_EVER if version == self.version else FOR_NOW,
            "etag": f'"{asset.digest}{"-gz" if packed else ""}"',
            "x-content-type-options": "nosniff",
        }
        if asset.packed is not None:
            fields["vary"] = "accept-encoding"
        if fields["etag"] in headers.get("if-none-match", ""):
            return Response(status_code=304, headers=fields)
        if packed:
            fields["content-encoding"] = "gzip"
        return Response(packed or asset.body, headers=fields | {"content-type": asset.media_type})

    def routes(self) -> list[BaseRoute]:
        """Every file under this version, and the icon that browsers ask for by themselves."""

        async def file(request: Request) -> Response:
            return self.respond(request.path_params["version"], request.path_params["path"], request.headers)

        async def icon(request: Request) -> Response:
            return self.respond("", "img/icon.svg", request.headers)

        return [Route("/s/{version}/{path:path}", file), Route("/favicon.ico", icon)]


def _served(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*"):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and file.suffix in MEDIA_TYPES and not path.startswith("."):
            yield path


def _version(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path, body in sorted(files.items()):
        digest.update(f"{path}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()[:12]


def _packs(files: dict[str, bytes]) -> dict[str, bytes]:
    """The joined files of all pages whose modules can be read; the others are served module by module."""
    packs: dict[str, bytes] = {}
    for entry in ENTRIES:
        with contextlib.suppress(Unreadable):
            views = [view for view in VIEWS.get(entry, ()) if view in files]
            packs |= link(files, entry, views) if entry in files else {}
    return packs


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header asks for gzip, or at least suffers it."""
    for coding in accepted.lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
