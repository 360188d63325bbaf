"""The file of a backup: a gzipped tar that is written whole or not at all, and checked before it is believed.

Its last member is the manifest with the digest of every other one, so that a file that ends too early shows.
"""

import gzip
import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, Self

FORMAT = 1
MANIFEST = "manifest.json"
SPOOL_BYTES = 16 * 1024 * 1024  # of a member whose size is not known before it is written
CHUNK_BYTES = 1024 * 1024
BROKEN: Final = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError, KeyError, TypeError)

Line = dict[str, Any]


class Unusable(Exception):
    """An archive that can't be written or believed; its text is the sentence that is shown."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    program: str
    at: str
    step: int  # the migration of the catalogue that its tables belong to
    counts: Mapping[str, int]
    lacks: Sequence[str] = ()  # boards whose log, and pictures that, could not be read
    members: Mapping[str, str] = field(default_factory=dict)  # name -> SHA-256
    format: int = FORMAT


class Writer:
    """Fills an archive, member by member."""

    def __init__(self, file: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w|gz", format=tarfile.PAX_FORMAT)  # noqa: SIM115  # see __exit__
        self._digests: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_outcome: object) -> None:
        self._tar.close()

    def add(self, name: str, content: bytes) -> None:
        """One member."""
        with SpooledTemporaryFile[bytes](SPOOL_BYTES) as spool:
            spool.write(content)
            self._add(name, spool)

    @contextmanager
    def lines(self, name: str) -> Iterator[Callable[[Line], object]]:
        """A member of JSON lines, as many as the block gives."""
        with SpooledTemporaryFile[bytes](SPOOL_BYTES) as spool:
            yield lambda line: spool.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            self._add(name, spool)

    def finish(self, manifest: Manifest) -> Manifest:
        """The manifest, with which the archive is whole."""
        manifest = replace(manifest, members=dict(self._digests))
        self.add(MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        return manifest

    def _add(self, name: str, spool: IO[bytes]) -> None:
        head = tarfile.TarInfo(name)
        head.size, head.mode = spool.tell(), 0o600
        spool.seek(0)
        self._digests[name] = _digest(spool)
        spool.seek(0)
        self._tar.addfile(head, spool)


class Reader:
    """Gives the members of an archive that was found whole."""

    def __init__(self, file: IO[bytes]) -> None:
        with _plainly():
            self._tar = tarfile.open(fileobj=file, mode="r:gz")  # noqa: SIM115  # the caller closes the file
            self.manifest = self._check()

    @property
    def names(self) -> list[str]:
        """All members in the order in which they were written."""
        return list(self.manifest.members)

    def read(self, name: str) -> bytes:
        """The content of a member."""
        with _plainly():
            return self._open(name).read()

    def lines(self, name: str) -> Iterator[Line]:
        """The lines of a member."""
        with _plainly():
            for line in self._open(name):
                yield json.loads(line)

    def _check(self) -> Manifest:
        """Reads everything once."""
        digests, manifest = {}, b""
        for head in self._tar:
            content = self._tar.extractfile(head)
            if content is None:
                raise Unusable(f"the archive holds {head.name}, which is no file")
            if head.name == MANIFEST:
                manifest = content.read()
            else:
                digests[head.name] = _digest(content)
        if not manifest:
            raise Unusable("the archive ends too early: it has no manifest")
        return _agree(Manifest(**_known(json.loads(manifest))), digests)

    def _open(self, name: str) -> IO[bytes]:
        content = self._tar.extractfile(name)
        if content is None:
            raise Unusable(f"the archive holds {name}, which is no file")
        return content


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file for its owner's eyes that is there, on the disk, only when the block ended well; never over another."""
    if path.exists():
        raise Unusable(f"{path} is there already, and no backup is written over")
    part = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.fchmod(descriptor, 0o600)  # also where a part was left behind
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)  # unlike a rename it replaces nothing
        _sync_folder(path.parent)
    except OSError as error:
        raise Unusable(f"{path} can't be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def old_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that must be there."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unusable(f"{path} can't be read: {error.strerror or error}") from error
    with file:
        yield file


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _known(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    if manifest["format"] != FORMAT:
        raise Unusable(f"the archive is of format {manifest['format']}, this program reads {FORMAT}: update it")
    return manifest


def _agree(manifest: Manifest, digests: Mapping[str, str]) -> Manifest:
    for name in sorted(manifest.members.keys() | digests.keys()):
        if manifest.members.get(name) != digests.get(name):
            how = "is missing" if name not in digests else "is not what was written"
            raise Unusable(f"the archive is damaged: {name} {how}")
    return manifest


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise Unusable(f"the archive is damaged: {error or type(error).__name__}") from error
