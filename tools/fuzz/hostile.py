"""What breaks programs that read text: seeds, parts of inputs and a dictionary for all targets."""

from __future__ import annotations

NUMBERS = (
    "1e999999999", "1E-999999999", "1e5", "-0", "+5", "--5", "nan", "NaN", "inf", "-Infinity", "0x1f",
    "0b1", "1_000", "1/0", "1/3", "9" * 60, "9" * 5000, "0." + "0" * 57 + "1", "." + "0" * 58 + "1",
    "1" + "0" * 15, "1" + "0" * 16, "999999999999999.9999", "٣", "१२३", "²", "½", "Ⅷ", "５００",
    "1\u00a0234,56", "1\u202f234", "1'234", "1’234.5", "1,234", "1.234", "1,234,567", "1.234.567",
    "1,23,456", "1..2", "1,,2", "1.,2", ",5", "5,", ".", ",", "-", "1 2 3", "12 k", "12k", "12 M", "1,5 %",
    "150%", "%", "100 %", "0.02", "0", "-5", "$", "$5", "5 $", "US$ 5", "5 CAD", "€5€", "€ 5 $", "5 fr.",
    "fr. 5", "5 $ CA", "₣5", "¥5", "-$5", "$-5", "5−3", "−5", "1\u200b2", "\u202e12", "\ufeff5", "İ", "ß5",
)  # fmt: skip
"""Numbers, and what looks like one."""

TEXTS = (
    "", " ", "\0", "\x1b[31m", "\ud800", "\udfff\ud800", "\ufffe", "\U0010ffff", "é", "e\u0301",
    "\u1e9b\u0323", "🧮", "{", "}", "{field}", "{0}", "{field.__class__}", "%s", "%(x)s", "%", "%zz",
    "<script>", "'\"`", "../../etc/passwd", "=1+1", "+1", "@x", "\t", "\r\n", "\u2028", "\u0085", "x" * 41,
    "a" * 5000, "__class__", "[key]", "-", "null",
)  # fmt: skip
"""Texts that mean something to some program."""

YAML = (
    "&a ", "*a", "<<: *a", "!!python/object/apply:os.system [x]", "!!binary x", "!x ", "---\n", "...\n",
    "%YAML 1.1\n", "%YAML 99999999999.1\n", "%TAG ! x\n", "? ", ": ", "- ", "|\n", ">-\n", "|2\n", "|9-\n",
    "[", "]", "{", "}", "[[", "]]", "{a: ", "'", '"', "\\", '"\\x00"', '"\\ud800"', '"\\U0010ffff"',
    '"\\U99999999"', '"\\N"', "#", " #", "\t", "~", "null", "true", "yes", "2026-02-30", "16:9", "0o17",
    "1e5", ".nan", "-.inf", "[key]", '"[key]": ', "a: b: c", "\n", "\r", "\n ",
    "[[objective/awareness|x]]", "[[x|y", "[[|]]", "{day}", "{", "{{", "{x!r}", "{x:>9}", "@", "`", "?",
    "9" * 19, "1.5",
)  # fmt: skip
"""Signs of YAML, and values that it reads in surprising ways."""

JSON = (
    '"calculator"', '"inputs"', '"currency"', '"move"', '"line"', '"part"', "null", "true", "1e999", "-1",
    "NaN", "Infinity", "[]", "{}", '"\\ud800"', '"\\u0000"', "[" * 200, '{"a":' * 200, "9" * 5000,
    '"1e999999999"', '"1/0"',
)  # fmt: skip
"""Parts of requests as the page sends them."""


def dictionary(words: tuple[str, ...]) -> str:
    """Return words as libFuzzer reads them: between quotes, every byte but letters and digits escaped."""
    return "".join(f'"{_escaped(word)}"\n' for word in words if 0 < len(word) < 60)


def _escaped(word: str) -> str:
    return "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 else f"\\x{byte:02x}"
        for byte in word.encode("utf-8", "surrogatepass")
    )
