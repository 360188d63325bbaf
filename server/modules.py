"""Reads a script of ours: what it takes, what it gives, what it loads later, and its code without comments."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

_BLOCK = r"/\*(?:[^*]|\*(?!/))*\*/"
_CAST = r"/\*\*(?:[^*]|\*(?!/))*\*/ ?"
_COMMENTS = re.compile(rf"^[ \t]*{_BLOCK}[ \t]*\n|^[ \t]*//.*\n|{_CAST}|[ \t]+// [^'\"`\n]*$", re.MULTILINE)
_IMPORT = re.compile(r"^import\s+(?:([^'\"]+?)\s+from\s+)?'([^']+)';?[ \t]*\n", re.MULTILINE)
_LISTED = re.compile(r"^export\s+\{([^}]*)\}(?:\s+from\s+'([^']+)')?;?[ \t]*\n", re.MULTILINE)
_DECLARED = re.compile(r"^export\s+(?=(?:async\s+)?(?:function\*?|class|const)\s+(\w+))", re.MULTILINE)
_NAMED = re.compile(r"^\s*(?:import|export)\b(?:[^'\"();]*?\bfrom)?\s*['\"]([^'\"]+)['\"]", re.MULTILINE)
_LATER = re.compile(r"\bimport\(\s*'([^']+)'\s*\)")
_INDENT = re.compile(r"\n\s+")  # templates of HTML and SVG do not care for it, and no other text spans lines
_UNREAD = re.compile(r"^(?:import|export|await)\b|\bimport\.meta\b|\bimport\((?!\s*')", re.MULTILINE)

Names = tuple[tuple[str, str], ...]


class Unreadable(Exception):
    """A module is written in a way that is not read here."""


@dataclass(frozen=True, slots=True)
class Import:
    """What a module takes from another: names as they are called there and here, or all as one object."""

    source: str
    names: Names = ()
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """One module; `later` is what it loads when it is needed, `exports` names as others call them and as it does."""

    path: str
    imports: Sequence[Import]
    later: Sequence[str]
    exports: Names
    code: str

    def loading(self, how: Callable[[str], str]) -> str:
        """The code, with every `import()` written as `how` says."""
        return _LATER.sub(lambda found: how(join(self.path, found[1])), self.code)


def read(path: str, source: str) -> Module:
    """Reads one module."""
    code = uncommented(source)
    imports = [_import(path, what, specifier) for what, specifier in _IMPORT.findall(code)]
    exports = [(name, name) for name in _DECLARED.findall(code)]
    for listed, specifier in _LISTED.findall(code):
        names = _names(listed)
        if specifier:
            imports.append(Import(join(path, specifier), names))
        exports += [(there, there if specifier else here) for here, there in names]
    code = _DECLARED.sub("", _LISTED.sub("", _IMPORT.sub("", code)))
    if (odd := _UNREAD.search(code)) is not None:
        raise Unreadable(f"{path}: {code[odd.start() : odd.start() + 60]!r}")
    later = [join(path, specifier) for specifier in _LATER.findall(code)]
    return Module(path, imports, later, tuple(exports), _INDENT.sub("\n", code).strip())


def imported(path: str, source: str) -> list[str]:
    """The paths that a script imports statically, vendored and joined ones too."""
    return [join(path, specifier) for specifier in _NAMED.findall(source)]


def uncommented(source: str) -> str:
    """The source without the comments, which browsers only carry."""
    return _COMMENTS.sub("", source)


def join(module: str, specifier: str) -> str:
    """The path that a module means by a specifier; one of the import map stays as it is."""
    if not specifier.startswith("."):
        return specifier
    parts = list(PurePosixPath(module).parent.parts)
    for part in specifier.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _import(path: str, what: str, specifier: str) -> Import:
    source = join(path, specifier)
    if not what:
        return Import(source)
    if whole := re.fullmatch(r"\*\s+as\s+(\w+)", what):
        return Import(source, whole=whole[1])
    if not what.startswith("{"):
        raise Unreadable(f"{path} takes the default of {specifier}")
    return Import(source, _names(what.strip("{} \n")))


def _names(listed: str) -> Names:
    """`a, b as c`: each as before and after `as`."""
    pairs = [name.split(" as ") for name in " ".join(listed.split()).split(",") if name.strip()]
    return tuple((pair[0].strip(), pair[-1].strip()) for pair in pairs)
