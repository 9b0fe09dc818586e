"""The built example, once for all tests that look at it with both generators."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.config.workspace import load
from docgen.read.project import read_snapshot
from docgen.render.map_data import FILE_NAME
from docgen.site.assets import write_assets
from docgen.site.generator import build_site
from docgen.site.project import SiteProject
from docgen.write.documentation import map_script

PORTAL = Path(__file__).parent.parent.parent / "examples" / "portal"


@pytest.fixture(scope="session", params=["material", "zensical"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site of one generator."""
    folder = tmp_path_factory.mktemp(request.param) / "portal"
    shutil.copytree(PORTAL, folder, ignore=shutil.ignore_patterns("site"))
    workspace = load(folder)
    snapshot = read_snapshot(workspace)
    assert snapshot is not None
    write_assets(workspace.docs, [(FILE_NAME, map_script(workspace, snapshot.catalog))])
    if request.param == "material":
        build_site(SiteProject(folder / "mkdocs.yml", "database"), folder / "site")
    else:
        program = Path(sys.executable).with_name("zensical")
        subprocess.run([program, "build", "--config-file", "mkdocs.yml"], cwd=folder, check=True)
    return folder / "site"
