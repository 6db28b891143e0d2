"""What is compiled into the Python that browsers run: for the list of components.

The files of Pyodide do not list it. ``tools/runtime/licences/`` has its licences, under the headings that
stand here; a test holds the two against each other.
"""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """A piece of software compiled into Pyodide's files."""

    name: str
    version: str
    """"" where the files do not tell it"""
    licence: str
    """an SPDX expression"""
    source: str
    """where it comes from"""
    heading: str
    """under which its licence stands in ``text``; "" where that text is its licence"""
    text: str = "others.txt"


_GITHUB = "https://github.com"
PARTS = (
    Part("CPython", "3.14.2", "Python-2.0.1", f"{_GITHUB}/python/cpython/tree/v3.14.2", "", "CPython.txt"),
    Part(
        "hiwire",
        "",
        "MPL-2.0",
        f"{_GITHUB}/pyodide/hiwire/tree/6a1e67280a15d929ebeceee54a6358c9c8d5f697",
        "",
        "Pyodide-MPL-2.0.txt",
    ),
    Part("StackFrame", "", "MIT", f"{_GITHUB}/stacktracejs/stackframe", "# StackFrame and ErrorStackParser"),
    Part(
        "ErrorStackParser",
        "",
        "MIT",
        f"{_GITHUB}/stacktracejs/error-stack-parser",
        "# StackFrame and ErrorStackParser",
    ),
    Part(
        "Emscripten",
        "5.0.3",
        "MIT OR NCSA",
        f"{_GITHUB}/emscripten-core/emscripten/tree/5.0.3",
        "# Emscripten 5.0.3",
    ),
    Part("MiniLZ4", "", "MIT", f"{_GITHUB}/emscripten-core/emscripten/tree/5.0.3", "# MiniLZ4"),
    Part("musl", "", "MIT", "https://musl.libc.org", "# musl"),
    Part("dlmalloc", "", "CC0-1.0", f"{_GITHUB}/emscripten-core/emscripten/tree/5.0.3", "# dlmalloc"),
    *(
        Part(
            name,
            "",
            "Apache-2.0 WITH LLVM-exception",
            f"{_GITHUB}/llvm/llvm-project",
            "# LLVM: libc++, libc++abi, libunwind, compiler-rt",
        )
        for name in ("libc++", "libc++abi", "libunwind", "compiler-rt")
    ),
    Part(
        "libffi",
        "",
        "MIT",
        f"{_GITHUB}/libffi/libffi/tree/f08493d249d2067c8b3207ba46693dd858f95db3",
        "# libffi",
    ),
    Part("zlib", "1.3.1", "Zlib", f"{_GITHUB}/madler/zlib/tree/v1.3.1", "# zlib 1.3.1"),
    Part("bzip2", "1.0.6", "bzip2-1.0.6", f"{_GITHUB}/emscripten-ports/bzip2/tree/1.0.6", "# bzip2 1.0.6"),
    Part("Zstandard", "1.5.7", "BSD-3-Clause", f"{_GITHUB}/facebook/zstd/tree/v1.5.7", "# Zstandard 1.5.7"),
    Part(
        "liblzma",
        "5.2.2",
        "LicenseRef-public-domain",
        f"{_GITHUB}/tukaani-project/xz/tree/v5.2.2",
        "# liblzma of XZ Utils 5.2.2",
    ),
    Part("SQLite", "3.39.0", "blessing", "https://www.sqlite.org/copyright.html", "# SQLite 3.39.0"),
    Part(
        "Unicode Character Database",
        "16.0.0",
        "Unicode-3.0",
        "https://www.unicode.org/license.txt",
        "# Unicode Character Database 16.0.0",
    ),
    Part("Expat", "2.7.3", "MIT", f"{_GITHUB}/python/cpython/tree/v3.14.2/Modules/expat", "--- Expat 2.7.3 "),
    Part(
        "libmpdec",
        "2.5.1",
        "BSD-2-Clause",
        f"{_GITHUB}/python/cpython/tree/v3.14.2/Modules/_decimal/libmpdec",
        "--- libmpdec 2.5.1 ",
    ),
    Part("HACL*", "", "MIT", f"{_GITHUB}/python/cpython/tree/v3.14.2/Modules/_hacl", "--- HACL* "),
    Part("mimalloc", "", "MIT", f"{_GITHUB}/python/cpython/tree/v3.14.2/Objects/mimalloc", "--- mimalloc "),
)
