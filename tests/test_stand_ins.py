"""What the bundle has in place of standard modules does as they do, in all that is asked of it."""

from __future__ import annotations

import dataclasses
import importlib.util
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SHIPPED = Path(__file__).resolve().parent.parent / "tools" / "runtime" / "shipped"


def shipped(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SHIPPED / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


OURS = shipped("dataclasses_stand_in")
both = pytest.mark.parametrize("made_by", [dataclasses, OURS], ids=["standard", "ours"])


def classes(made_by: Any) -> tuple[Any, Any]:
    """A class that cannot be changed and one that can, made by the standard module or by ours."""

    @made_by.dataclass(frozen=True)
    class Held:
        """With a default, and one made anew."""

        name: str
        unit: str = "money"
        params: dict[str, int] = made_by.field(default_factory=dict)

        def shout(self) -> str:
            return self.name.upper()

    @made_by.dataclass
    class Open:
        name: str

    return Held, Open


@both
def test_fields_are_given_by_place_or_by_name(made_by: Any) -> None:
    held, _ = classes(made_by)
    for made in (held("cpm", "ratio", {"a": 1}), held(params={"a": 1}, unit="ratio", name="cpm")):
        assert (made.name, made.unit, made.params) == ("cpm", "ratio", {"a": 1})
    assert held("cpm").unit == "money"
    assert held("cpm").shout() == "CPM"


@both
def test_another_may_be_made_with_other_values(made_by: Any) -> None:
    held, _ = classes(made_by)
    first = held("cpm", "ratio", {"a": 1})
    other = made_by.replace(first, unit="money")
    assert other == held("cpm", "money", {"a": 1})
    assert other.params is first.params
    assert first.unit == "ratio"
    with pytest.raises(TypeError):
        made_by.replace(first, other="b")


@both
def test_what_is_made_anew_is_nobody_elses(made_by: Any) -> None:
    held, _ = classes(made_by)
    first, second = held("a"), held("b")
    first.params["x"] = 1
    assert second.params == {}
    assert not hasattr(held, "params")


@both
@pytest.mark.parametrize(
    "make",
    [
        lambda held: held(),
        lambda held: held("a", "b", {}, "d"),
        lambda held: held("a", name="a"),
        lambda held: held("a", other="b"),
        lambda held: held(other="a"),
    ],
)
def test_what_does_not_fit_is_refused(made_by: Any, make: Callable[[Any], Any]) -> None:
    held, _ = classes(made_by)
    with pytest.raises(TypeError):
        make(held)


@both
def test_what_is_frozen_stays(made_by: Any) -> None:
    held, opened = classes(made_by)
    made = held("a")
    with pytest.raises(made_by.FrozenInstanceError):
        made.name = "b"
    with pytest.raises(AttributeError):
        del made.name
    changed = opened("a")
    changed.name = "b"
    assert changed.name == "b"


@both
def test_the_same_fields_are_the_same_and_may_be_keys(made_by: Any) -> None:
    held, opened = classes(made_by)

    @made_by.dataclass(frozen=True)
    class Key:
        name: str

    @made_by.dataclass(frozen=True)
    class Apart:
        name: str
        tell: Any = made_by.field(compare=False)

    assert Apart("a", 1) == Apart("a", 2) != Apart("b", 1)
    assert hash(Apart("a", 1)) == hash(Apart("a", 2))
    with pytest.raises(TypeError):
        Apart("a")
    assert held("a") == held("a") != held("b")
    assert opened("a") == opened("a")
    assert opened("a") != Key("a") != "a"
    assert {Key("a"): 1}[Key("a")] == 1
    with pytest.raises(TypeError):
        hash(opened("a"))


@both
def test_without_eq_an_instance_is_itself_alone(made_by: Any) -> None:
    @made_by.dataclass(frozen=True, eq=False)
    class Alone:
        name: str

    one = Alone("a")
    assert one == one != Alone("a")
    assert len({one, Alone("a"), one}) == 2


@both
def test_it_says_what_it_holds(made_by: Any) -> None:
    held, _ = classes(made_by)
    assert repr(held("a")).endswith("Held(name='a', unit='money', params={})")


async def awaits() -> None:
    """An async function."""


class Awaiting:
    """Something with an async method."""

    async def method(self) -> None:
        """One."""


@pytest.mark.parametrize("module", [inspect, shipped("inspect_stand_in")], ids=["standard", "ours"])
def test_what_is_asynchronous(module: Any) -> None:
    for function in (awaits, Awaiting().method, Awaiting.method):
        assert module.iscoroutinefunction(function)
    for other in (shipped, Awaiting, Awaiting(), print, "await"):
        assert not module.iscoroutinefunction(other)


def test_lines_that_pyodide_runs() -> None:
    base = shipped("pyodide_base")
    assert base.eval_code("{}") == {}
    names: dict[str, Any] = {}
    assert base.eval_code("import importlib; importlib", names) is importlib
    assert names["importlib"] is importlib
    assert base.pyimport_impl("importlib.util") is importlib.util


def test_generic_classes_are_themselves_with_types(monkeypatch: pytest.MonkeyPatch) -> None:
    import typing

    # Where Python keeps it is its own affair, and another in each version.
    monkeypatch.setitem(sys.modules, "_typing", typing)
    ours = shipped("typing_stand_in")

    class Held(ours.Generic):  # type: ignore[misc,name-defined]
        """Of something."""

    assert Held[int] is Held
    assert {name for name in ours.__all__ if not hasattr(ours, name)} == set()
    assert ours.overload(shipped) is shipped


def test_every_stand_in_is_in_the_bundle() -> None:
    from tools.runtime import bundle

    files = {path.name for path in SHIPPED.glob("*.py")} - {"__init__.py"}
    assert set(bundle.OURS.values()) == files
