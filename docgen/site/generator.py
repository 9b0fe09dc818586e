"""The generator: MkDocs, a process of its own, that builds the site or serves it."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from docgen.errors import DocgenError, OutputError
from docgen.site.project import SiteProject, docs_dir
from docgen.site.search import cut_search

_SHOWN = 30


def build_site(project: SiteProject, output: Path) -> None:
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
            cut_search(fresh)
            if output.exists():
                output.rename(old)
            fresh.rename(output)


def serve_site(project: SiteProject, watched: Sequence[Path], rebuild: Callable[[], None]) -> None:
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
    except OSError as error:
        raise OutputError(
            f"cannot write {error.filename or path}: {error.strerror}", "Free space or mend the permissions."
        ) from None
