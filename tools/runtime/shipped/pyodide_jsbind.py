"""In place of ``_pyodide.jsbind``: functions of JavaScript are called here with what they are given.

The one signature that any call needs is stated below: the standard module reads it from a function, by
inspect and typing. No function here declares how JavaScript's values become its own.
"""

from typing import Any, NoReturn

from _pyodide_core import (  # type: ignore[import-not-found]
    JsFuncSignature,
    js2py_default_call_result,
    py2js_default,
)

no_default = object()


def _anything(*values: Any, **named: Any) -> None:
    """Whatever one calls."""


default_signature = JsFuncSignature(
    _anything,
    False,  # it makes no object
    0,  # needs no argument
    (),
    (),
    py2js_default,  # for each of its arguments
    (),
    (),
    (),
    py2js_default,  # and of its named ones
    js2py_default_call_result,
)


def _refuse(*asked: Any) -> NoReturn:
    raise NotImplementedError("signatures of JavaScript's functions are left out here")


func_to_sig = get_attr_sig = bind_class_sig = _refuse
