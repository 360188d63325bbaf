"""Joins the modules of a page into one file, at start and without tools: a first visit asks once, not eighty times.

Each module becomes a function that runs once and hands out what the module exports, behind those that it needs. What
`import()` loads becomes a second file that takes from the first, so that no module ever runs twice."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from server.modules import Import, Module, Unreadable, read

# Third-party code is one file each already, minified, and named by the page's import map.
VENDOR = "vendor/"


def link(files: Mapping[str, bytes], entry: str) -> dict[str, bytes]:
    """The joined files of a page, `pack/ENTRY` and, where something is loaded later, `pack/ENTRY.later.js`."""
    shelf = _Shelf(files)
    first = shelf.ordered([entry])
    rest = shelf.ordered(shelf.loaded_later(first), done=first)
    here, there = f"pack/{entry}", f"pack/{entry.removesuffix('.js')}.later.js"
    packs = {here: _Pack(here, first, {module.path: there for module in rest})}
    if rest:
        packs[there] = _Pack(there, rest, {module.path: here for module in first})
    return {path: pack.text().encode() for path, pack in packs.items()}


class _Shelf:
    """The modules of a folder, each read once."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._modules: dict[str, Module] = {}

    def module(self, path: str) -> Module:
        if path not in self._modules:
            if path not in self._files:
                raise Unreadable(f"{path} is missing")
            self._modules[path] = read(path, self._files[path].decode())
        return self._modules[path]

    def ordered(self, entries: Iterable[str], done: Iterable[Module] = ()) -> list[Module]:
        """The entries and what they need, each behind what it needs itself; without what is done."""
        finished = {module.path for module in done}
        begun: set[str] = set()
        order: list[Module] = []

        def visit(path: str) -> None:
            if path in finished or _is_vendor(path):
                return
            if path in begun:
                raise Unreadable(f"{path} needs itself in a circle")
            begun.add(path)
            for needed in self.module(path).imports:
                visit(needed.source)
            finished.add(path)
            order.append(self.module(path))

        for entry in entries:
            visit(entry)
        return order

    def loaded_later(self, first: Iterable[Module]) -> list[str]:
        """What `first` loads by and by, itself or through what it loads; in a lasting order."""
        found: set[str] = set()
        waiting = list(first)
        while waiting:
            fresh = {path for path in waiting.pop().later if path not in found and not _is_vendor(path)}
            found |= fresh
            waiting += self.ordered(sorted(fresh))
        return sorted(found)


class _Pack:
    """One joined file; `elsewhere` says in which other file a module is."""

    def __init__(self, path: str, modules: list[Module], elsewhere: Mapping[str, str]) -> None:
        self._path = path
        self._modules = modules
        self._inside = {module.path for module in modules}
        self._elsewhere = elsewhere

    def text(self) -> str:
        """The whole file."""
        names = ", ".join(_name(module.path) for module in self._modules)
        return "\n".join([*self._heads(), *map(self._function, self._modules), f"export {{ {names} }};\n"])

    def _heads(self) -> list[str]:
        taken = {needed.source for module in self._modules for needed in module.imports}
        heads = [
            f"import * as {_name(path)} from '{self._from_here(path)}';" for path in sorted(filter(_is_vendor, taken))
        ]
        for file in sorted({self._elsewhere[path] for path in taken if path in self._elsewhere}):
            names = sorted(_name(path) for path in taken if self._elsewhere.get(path) == file)
            heads.append(f"import {{ {', '.join(names)} }} from '{self._from_here(file)}';")
        return heads

    def _function(self, module: Module) -> str:
        takes = "".join(map(_taking, module.imports))
        gives = ", ".join(there if there == here else f"{there}: {here}" for there, here in module.exports)
        code = module.loading(self._loading)
        return f"const {_name(module.path)} = (() => {{ // {module.path}\n{takes}{code}\nreturn {{ {gives} }};\n}})();"

    def _loading(self, path: str) -> str:
        if path in self._inside:
            return f"Promise.resolve().then(() => {_name(path)})"
        loaded = f"import('{self._from_here(self._elsewhere.get(path, path))}')"
        return f"{loaded}.then((pack) => pack.{_name(path)})" if path in self._elsewhere else loaded

    def _from_here(self, path: str) -> str:
        return path if path.startswith("#") else "../" * (len(PurePosixPath(self._path).parts) - 1) + path


def _taking(needed: Import) -> str:
    if needed.whole is not None:
        return f"const {needed.whole} = {_name(needed.source)};\n"
    names = ", ".join(there if there == here else f"{there}: {here}" for there, here in needed.names)
    return f"const {{ {names} }} = {_name(needed.source)};\n" if names else ""


def _name(path: str) -> str:
    """What a joined file calls the things that a module gives."""
    return "$" + re.sub(r"\W", "_", path.removesuffix(".js"))


def _is_vendor(path: str) -> bool:
    return path.startswith(("#", VENDOR))
