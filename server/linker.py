"""Joins the modules of a page into one file, at start and without tools: a first visit asks once, not eighty times.

Each module becomes a function that runs once and hands out what the module exports, behind those that it needs. What
`import()` loads becomes a second file that takes from the first, so that no module ever runs twice. Where a page has
several views, of which a visit shows one, each is a file of its own, and what only it loads by and by as well."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import PurePosixPath

from server.modules import Import, Module, Unreadable, read

# Third-party code is one file each already, minified, and named by the page's import map.
VENDOR = "vendor/"


def link(files: Mapping[str, bytes], entry: str, views: Sequence[str] = ()) -> dict[str, bytes]:
    """The joined files of a page: `pack/ENTRY`, `pack/VIEW`, and `.later.js` of each for what is loaded later.

    What one view needs at once and another only later is apart as well, in `.shared.js` of the first."""
    shelf = _Shelf(files)
    first = shelf.ordered([*shelf.shared(views), entry])
    sides = {view: shelf.ordered([view], done=first) for view in views or [entry]}
    ever = {view: [*side, *shelf.loaded_later([*first, *side], besides=views)] for view, side in sides.items()}
    loads = Counter(module.path for modules in ever.values() for module in modules)
    places = {module.path: _file(entry) for module in first}
    for view, modules in ever.items():
        for number, module in enumerate(modules):
            at_once = number < len(sides[view])
            alone = loads[module.path] == 1
            common = _file(view, "shared") if at_once else _file(entry, "later")
            place = (_file(view) if at_once else _file(view, "later")) if alone else common
            if at_once or module.path not in places:
                places[module.path] = place
    packed: dict[str, list[Module]] = {}
    for module in shelf.ordered([*(module.path for module in first), *places]):
        packed.setdefault(places[module.path], []).append(module)
    taken = {path for module in shelf.ordered(places) for path in _strangers(module, places)}
    return {file: _Pack(file, modules, places, taken).text().encode() for file, modules in packed.items()}


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

    def shared(self, entries: Iterable[str]) -> list[str]:
        """The modules that more than one of the entries needs; in a lasting order."""
        needed = Counter(module.path for entry in entries for module in self.ordered([entry]))
        return sorted(path for path, times in needed.items() if times > 1)

    def loaded_later(self, first: Sequence[Module], besides: Iterable[str] = ()) -> list[Module]:
        """What `first` loads by and by, itself or by what it loads, and all that needs; never what is `besides`."""
        entries: set[str] = set()
        known = list(first)
        for module in known:  # which grows
            fresh = {path for path in module.later if not _is_vendor(path)} - entries - set(besides)
            entries |= fresh
            known += self.ordered(sorted(fresh), done=known)
        return self.ordered(sorted(entries), done=first)


class _Pack:
    """One joined file; `places` says in which file each module is, `taken` which ones other files ask for."""

    def __init__(self, path: str, modules: list[Module], places: Mapping[str, str], taken: Set[str]) -> None:
        self._path = path
        self._taken = taken
        self._modules = modules
        self._inside = {module.path for module in modules}
        self._elsewhere = {module: file for module, file in places.items() if file != path}

    def text(self) -> str:
        """The whole file."""
        names = ", ".join(_name(module.path) for module in self._modules if module.path in self._taken)
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


def _strangers(module: Module, places: Mapping[str, str]) -> Iterable[str]:
    """What a module takes or loads from other files than its own."""
    asked = [*(needed.source for needed in module.imports), *module.later]
    return (path for path in asked if places.get(path) != places[module.path])


def _file(entry: str, part: str = "") -> str:
    return f"pack/{entry.removesuffix('.js')}.{part}.js" if part else f"pack/{entry}"
