"""A process of its own that makes one office file, and then ends: the libraries take seconds and a lot of memory.

python -I maker.py < job > file"""

import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # at run time it is found only after the path is set
    from server.office.job import OfficeJob

MEMORY = 2 << 30  # bytes of address space; slides with five hundred pictures take a third of it
CPU_SECONDS = 50


def main() -> None:
    """Read the job, draw it, write the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.path.insert(0, str(Path(__file__).parents[2]))  # -I leaves it out
    from server.office import job

    sys.stdout.buffer.write(made(job.read(sys.stdin.buffer)))


def made(job: "OfficeJob") -> bytes:
    """The file that was asked for; only its own library is loaded."""
    if job.form == "xlsx":
        from server.office import workbook

        return workbook.made(job.telling())
    from server.office import slides

    return slides.made(job.telling(), job.pictures)


if __name__ == "__main__":
    main()
