"""The site: its assets and navigation beside the pages, and the generator that builds or serves it."""

from __future__ import annotations

import contextlib
import importlib.resources
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from docgen.errors import DocgenError, OutputError
from docgen.manifest import read_manifest
from docgen.render import link_check
from docgen.render.document import Page
from docgen.render.mkdocs_base import ASSETS, FILE_NAME
from docgen.render.navigation import END, START, Entry, replace_region, yaml_lines
from docgen.site_project import SiteProject, docs_dir

_SHOWN = 30
# A wheel has them beside the assets, a checkout at its top.
_LICENCES = {"license.txt": "LICENSE", "third-party-notices.txt": "THIRD-PARTY-NOTICES.md"}


def assets() -> Iterator[tuple[str, bytes]]:
    """The files that the site's pages load, with their licences: (path below the docs folder, content).

    git does not see them.
    """
    yield f"{ASSETS}/.gitignore", b"*\n"
    folder = importlib.resources.files("docgen").joinpath("assets")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith((".js", ".css")):
            yield f"{ASSETS}/{file.name}", file.read_bytes()
    for name, source in _LICENCES.items():
        inside = folder.joinpath(name)
        checkout = Path(__file__).resolve().parent.parent / source
        yield f"{ASSETS}/{name}", inside.read_bytes() if inside.is_file() else checkout.read_bytes()


def write_assets(docs: Path, made: Iterable[tuple[str, bytes]] = ()) -> None:
    """Put the assets below ``docs``, and what is ``made`` of the project beside them, touching only what differs.

    ``made``: (name, content). Raises OutputError when the disk refuses.
    """
    files = {**dict(assets()), **{f"{ASSETS}/{name}": content for name, content in made}}
    for path, content in files.items():
        target = docs / path
        with _disk(target):
            if target.is_file() and target.read_bytes() == content:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            staged = target.with_name(target.name + ".new")
            staged.write_bytes(content)
            staged.replace(target)


def write_navigation(project: SiteProject, navigation: Entry, *, check: bool = False) -> bool | None:
    """Bring the marked region of the project's mkdocs.yml up to date, or with ``check`` only compare.

    True when it was out of date, False when not, None when the file holds no marks. Raises OutputError.
    """
    file = project.configuration
    with _disk(file):
        text = file.read_bytes().decode("utf-8")
        after = replace_region(text, yaml_lines(navigation, project.prefix), str(file))
        if after is None or after == text:
            return None if after is None else False
        if not check:
            staged = file.with_name(file.name + ".new")
            staged.write_bytes(after.encode("utf-8"))
            shutil.copymode(file, staged)
            staged.replace(file)
    return True


def missing_lines(project: SiteProject) -> str:
    """What mkdocs.yml lacks to inherit the base and to list the pages; empty when it has both."""
    text = project.configuration.read_text(encoding="utf-8")
    base = docs_dir(project.configuration) / project.prefix / FILE_NAME
    path = Path(os.path.relpath(base, project.configuration.parent.resolve())).as_posix()
    lines = "" if re.search(r"^INHERIT:", text, re.MULTILINE) else f"INHERIT: {path}\n"
    return lines if START in text else f"{lines}nav:\n  {START}\n  {END}\n"


def broken_links(folders: Sequence[Path]) -> list[str]:
    """Every link of the generated pages in docs folders that leads nowhere, one line each: strict builds miss some.

    A link from one of the ``folders`` to another is looked at too.
    """
    folders = [docs.resolve() for docs in folders]
    top = Path(os.path.commonpath(folders))
    there = {path.relative_to(top).as_posix() for docs in folders for path in docs.rglob("*") if path.is_file()}
    pages = (
        Page(path.relative_to(top).as_posix(), path.read_text(encoding="utf-8", errors="replace"))
        for docs in folders
        for path in sorted(docs / name for name in read_manifest(docs).files if name.endswith(".md"))
        if path.is_file()
    )
    found = link_check.broken_links(pages, there)
    return [f"{top / one.page}:{one.line}: the link {one.address!r} leads nowhere: {one.problem}" for one in found]


def build(project: SiteProject, output: Path) -> None:
    """Build the site strictly, then put it in place of ``output``: a failed build leaves the last good one.

    Raises DocgenError with the generator's own words when it fails or is not installed, and OutputError for an
    ``output`` that is not a site.
    """
    _refuse_foreign(project, output)
    with _disk(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as staging:
            fresh, old = Path(staging, "site"), Path(staging, "old")
            arguments = ["build", "--strict", "--config-file", str(project.configuration), "--site-dir", str(fresh)]
            result = subprocess.run(
                _mkdocs(*arguments), env=_environment(), capture_output=True, text=True, errors="replace", check=False
            )
            if result.returncode:
                raise DocgenError(
                    f"mkdocs cannot build {project.configuration}:\n{_reasons(result.stdout + result.stderr)}",
                    "Mend what it names; generated pages are made anew by docgen build.",
                )
            if output.exists():
                output.rename(old)
            fresh.rename(output)


def serve(project: SiteProject, watched: Sequence[Path], rebuild: Callable[[], None]) -> None:
    """Serve the site until interrupted, calling ``rebuild`` whenever something ``watched`` changes.

    Raises DocgenError when the server cannot start or ends by itself.
    """
    if importlib.util.find_spec("watchfiles") is None:
        raise _not_installed("watchfiles")
    from watchfiles import watch

    arguments = ["serve", "--config-file", str(project.configuration)]
    there = [path for path in watched if path.exists()]
    with subprocess.Popen(_mkdocs(*arguments), env=_environment()) as server:
        try:
            for changes in watch(*there, rust_timeout=500, yield_on_timeout=True, raise_interrupt=True):
                if server.poll() is not None:
                    raise DocgenError(
                        f"mkdocs serve ended by itself with {server.returncode}", "Its reason is in the lines above."
                    )
                if changes:
                    rebuild()
        finally:
            server.terminate()


def _reasons(said: str) -> str:
    """What the generator complained of, without what it merely told, and not without end."""
    lines = [line for line in said.splitlines() if line.strip()]
    faults = [line for line in lines if not line.startswith("INFO")] or lines
    more = [f"... and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
    return "\n".join([*faults[:_SHOWN], *more])


def _mkdocs(*arguments: str) -> list[str]:
    for module in ("mkdocs", "material"):
        if importlib.util.find_spec(module) is None:
            raise _not_installed("mkdocs-material" if module == "material" else module)
    return [sys.executable, "-m", "mkdocs", *arguments]


def _not_installed(name: str) -> DocgenError:
    return DocgenError(
        f"{name} is not installed for {sys.executable}", f'Run: {sys.executable} -m pip install "docgen-pg[site]"'
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8"}


def _refuse_foreign(project: SiteProject, output: Path) -> None:
    """Raise OutputError when ``output`` holds something that is not a built site: it is about to be replaced."""
    target = output.resolve()
    root = docs_dir(project.configuration)
    if root == target or root in target.parents or target in root.parents:
        raise OutputError(
            f"the site cannot be built to {output}: that folder and {root} hold each other",
            "Set site.output in the configuration to a folder of its own.",
        )
    built = target / "404.html"
    if target.exists() and not (target.is_dir() and (built.is_file() or not any(target.iterdir()))):
        raise OutputError(
            f"{output} is there and is not a built site",
            "Move it away, or set site.output in the configuration to another folder.",
        )


@contextlib.contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise OutputError(f"{path} is not UTF-8: {error.reason}", "Save it as UTF-8.") from None
    except OSError as error:
        raise OutputError(
            f"cannot write {error.filename or path}: {error.strerror}", "Free space or mend the permissions."
        ) from None
