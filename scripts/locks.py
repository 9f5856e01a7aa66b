"""The lock files and the tracked files keep to the rules in requirements/README.md.

`locks.py stamp` marks the lock files with a hash of pyproject.toml's dependency tables;
`locks.py check` verifies, without a network, that they are pure, complete and in step.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("base", "dev")
STAMP = "# dependencies of pyproject.toml: sha256:"
# A lock is nothing but its stamp, pinned names and hashes: no option, address or path fits.
LOCK_LINE = re.compile(
    r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==[^\s;]+( ; [^\\/:]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?"
)
# Patterns written so that this file does not match itself.
FORBIDDEN = {
    "a registry's host name": re.compile(
        r"pypi[.]org|pypi[.]python|pythonhosted[.]org|npmjs[.](org|com)|yarnpkg[.]com|"
        r"deb[.]debian[.]org|(archive|security)[.]ubuntu[.]com|proxy[.]golang[.]org",
    ),
    "a path of one machine": re.compile(r"(?<![\w.:/-])/(work|root)/"),
}


def path_of(lock: str) -> Path:
    return ROOT / "requirements" / f"{lock}.txt"


def stamp_of(lock: str) -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    tables = [project["requires-python"], sorted(project["dependencies"])]
    if lock == "dev":
        tables.append(sorted(project["optional-dependencies"]["dev"]))
    return STAMP + hashlib.sha256(json.dumps(tables).encode()).hexdigest()


def stamp() -> None:
    for lock in LOCKS:
        lines = [line for line in path_of(lock).read_text().splitlines() if not line.startswith("#")]
        path_of(lock).write_text("\n".join([stamp_of(lock), *lines]) + "\n")


def lock_problems(lock: str) -> list[str]:
    name = path_of(lock).relative_to(ROOT)
    first, *lines = path_of(lock).read_text().splitlines()
    problems = [] if first == stamp_of(lock) else [f"{name}: not in step with pyproject.toml, run `make lock`"]
    for number, line in enumerate(lines, start=2):
        if not LOCK_LINE.fullmatch(line):
            problems.append(f"{name}:{number}: neither a pinned requirement nor a hash: {line[:80]}")
    # "\" joins lines; a requirement that is not followed by a hash would be installed unchecked.
    for requirement in "\n".join(lines).replace("\\\n", "").splitlines():
        if "--hash=" not in requirement:
            problems.append(f"{name}: without a hash: {requirement[:80]}")
    return problems


def tracked_file_problems() -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout  # noqa: S603
    problems = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not path.is_file():  # deleted but not yet committed
            continue
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), start=1):
            problems += [f"{name}:{number}: holds {what}" for what, found in FORBIDDEN.items() if found.search(line)]
    return problems


def check() -> None:
    problems = [problem for lock in LOCKS for problem in lock_problems(lock)] + tracked_file_problems()
    for problem in problems:
        print(problem)
    sys.exit(bool(problems))


if __name__ == "__main__":
    {"stamp": stamp, "check": check}[sys.argv[1]]()
