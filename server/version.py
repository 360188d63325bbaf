"""Which version this is."""

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """The version that was installed, or that of the source tree."""
    try:
        return version("brownboard")
    except PackageNotFoundError:
        return "0.2.0"
