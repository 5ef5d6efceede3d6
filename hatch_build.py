"""Builds ``usergap._compiled`` into the wheel; without a compiler, the wheel goes without it.

``pip install -v`` tells which. ``USERGAP_PURE=1`` leaves it out on purpose.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from sysconfig import get_config_var
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path("src", "usergap")


def built(root: Path, folder: str) -> Path:
    """The extension module, compiled for the Python that runs this."""
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    # one rounding an operation, as in Python: no fused multiply-add
    unix = ["-O3", "-ffp-contract=off", "-fvisibility=hidden", "-g0"]
    options = [] if os.name == "nt" else unix
    sources = sorted(map(str, (root / PACKAGE / "kernel").glob("*.c")))
    extension = Extension("_compiled", sources, extra_compile_args=options)
    command = build_ext(Distribution({"name": "usergap", "ext_modules": [extension]}))
    command.build_lib, command.build_temp = folder, str(Path(folder, "objects"))
    command.ensure_finalized()
    command.run()
    return Path(command.get_outputs()[0])


def put(module: Path, place: Path) -> None:
    """In one step: a running process keeps the one that it loaded, none reads half of one."""
    beside = place.with_name(f"_compiled.{os.getpid()}.so")
    shutil.copyfile(module, beside)
    beside.replace(place)


class Kernel(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles for wheels, in place for editable ones."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the module to the wheel, whose tag then names the machine."""
        root = Path(self.root)
        place = root / PACKAGE / f"_compiled{get_config_var('EXT_SUFFIX')}"
        if os.environ.get("USERGAP_PURE", "0") not in ("", "0"):
            self.app.display_info("usergap: pure Python, as USERGAP_PURE asks")
            self.leave_out(version, place)
            return
        self.folder = tempfile.TemporaryDirectory()
        try:
            module = built(root, self.folder.name)
            if version == "editable":
                put(module, place)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a compiler lacks
            self.app.display_warning(f"usergap: pure Python, slower, same values: {error}")
            self.leave_out(version, place)
            return
        self.app.display_info(f"usergap: compiled {module.name}")
        if version != "editable":
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            build_data["force_include"][str(module)] = f"usergap/{module.name}"

    def leave_out(self, version: str, place: Path) -> None:
        """No module of an earlier installation stays where this one has none."""
        if version == "editable":
            place.unlink(missing_ok=True)

    def finalize(self, *_: Any) -> None:
        """Clears the folder that was compiled in."""
        if hasattr(self, "folder"):
            self.folder.cleanup()
