"""The build of the compiled kernel: in the wheel where there is a compiler, else a word."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from sysconfig import get_config_var
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).parents[1]
MODULE = f"_compiled{get_config_var('EXT_SUFFIX')}"


@pytest.fixture
def hook(monkeypatch):
    """The build's hook, hatchling itself left out."""
    name = "hatchling.builders.hooks.plugin.interface"
    monkeypatch.setitem(sys.modules, name, ModuleType(name))
    sys.modules[name].BuildHookInterface = object
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    said: list[str] = []
    made = module.Kernel()
    made.root = str(ROOT)
    made.app = SimpleNamespace(display_info=said.append, display_warning=said.append)
    yield module, made, said
    made.finalize()


def test_without_a_compiler_the_wheel_is_pure_python_and_it_is_told(hook, monkeypatch):
    module, made, said = hook
    monkeypatch.delenv("USERGAP_PURE", raising=False)
    monkeypatch.setattr(module, "built", lambda *_: 1 / 0)
    data = {"force_include": {}, "pure_python": True}
    made.initialize("standard", data)
    assert data == {"force_include": {}, "pure_python": True}
    assert "pure Python" in said[0]


def test_with_a_compiler_the_wheel_names_the_machine(hook, monkeypatch, tmp_path):
    module, made, _ = hook
    monkeypatch.delenv("USERGAP_PURE", raising=False)
    monkeypatch.setattr(module, "built", lambda *_: tmp_path / "_compiled.abc.so")
    data = {"force_include": {}, "pure_python": True}
    made.initialize("standard", data)
    assert data["force_include"] == {str(tmp_path / "_compiled.abc.so"): "usergap/_compiled.abc.so"}
    assert data["infer_tag"]
    assert not data["pure_python"]


def test_a_build_may_be_asked_to_stay_pure(hook, monkeypatch):
    module, made, said = hook
    monkeypatch.setenv("USERGAP_PURE", "1")
    monkeypatch.setattr(module, "built", lambda *_: pytest.fail("compiled"))
    made.initialize("standard", {})
    assert "USERGAP_PURE" in said[0]


@pytest.fixture
def package(hook, monkeypatch, tmp_path):
    """The folder of a package to be installed in place, with a module of earlier on."""
    monkeypatch.delenv("USERGAP_PURE", raising=False)
    hook[1].root = str(tmp_path)
    package = tmp_path / "src" / "usergap"
    package.mkdir(parents=True)
    (package / MODULE).write_text("old")
    return package


def test_in_place_the_new_module_takes_the_place_of_the_old(hook, package, monkeypatch, tmp_path):
    module, made, _ = hook
    (tmp_path / MODULE).write_text("new")
    monkeypatch.setattr(module, "built", lambda *_: tmp_path / MODULE)
    data = {"force_include": {}}
    made.initialize("editable", data)
    assert [path.name for path in package.iterdir()] == [MODULE]
    assert (package / MODULE).read_text() == "new"
    assert data == {"force_include": {}}


def test_in_place_no_module_of_earlier_on_stays_without_a_compiler(hook, package, monkeypatch):
    module, made, _ = hook
    monkeypatch.setattr(module, "built", lambda *_: 1 / 0)
    made.initialize("standard", {})
    made.finalize()
    assert (package / MODULE).exists()
    made.initialize("editable", {})
    assert not (package / MODULE).exists()


def test_in_place_no_module_of_earlier_on_stays_where_none_is_asked_for(hook, package, monkeypatch):
    monkeypatch.setenv("USERGAP_PURE", "1")
    hook[1].initialize("editable", {})
    assert not (package / MODULE).exists()


def test_every_file_of_the_kernel_is_compiled(hook, monkeypatch, tmp_path):
    setuptools = pytest.importorskip("setuptools")
    given: list[str] = []

    def extension(name: str, sources: list[str], **_: object) -> None:
        given.extend(sources)
        raise RuntimeError("far enough")

    monkeypatch.setattr(setuptools, "Extension", extension)
    with pytest.raises(RuntimeError, match="far enough"):
        hook[0].built(ROOT, str(tmp_path))
    there = {path.name for path in (ROOT / "src" / "usergap").rglob("*.c")}
    assert {Path(source).name for source in given} == there != set()
