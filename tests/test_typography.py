"""Typography is a rule applied at render: what authors type plainly comes out set for its language."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from macros.model import Typography
from macros.typography import Typographer, paragraphs

N, B = "\u202f", "\u00a0"

FRENCH = Typographer(
    Typography(
        narrow_space_before=";?!%",
        space_before=":",
        quotes=[f"«{B}", f"{B}»"],
        group=N,
        currency_space=N,
        ordinals=["er", "re", "e"],
        units=["s", "min"],
    )
)
ENGLISH = Typographer(Typography(quotes=["“", "”"], group=",", units=["s"]))


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Pourquoi ?", f"Pourquoi{N}?"),
        ("Pourquoi?", f"Pourquoi{N}?"),
        ("Quoi ?!", f"Quoi{N}?!"),
        ("un point ; un autre", f"un point{N}; un autre"),
        ("Deux rôles : un seul but", f"Deux rôles{B}: un seul but"),
        ("au format 16:9", "au format 16:9"),
        ("20 %-30 %", f"20{N}%-30{N}%"),
        ("30 % du budget", f"30{N}% du budget"),
        ("« la pièce est-elle bonne ? »", f"«{B}la pièce est-elle bonne{N}?{B}»"),
        ('un "mot"', f"un «{B}mot{B}»"),
        ("l'image d'abord", "l’image d’abord"),
        ("10 000 abonnés", f"10{N}000 abonnés"),
        ("500000 abonnés", f"500{N}000 abonnés"),
        ("× 1000", f"× 1{N}000"),
        ("au 5145551234", "au 5145551234"),
        ("{% raw %} (%)", "{% raw %} (%)"),
        ("en 2021, 30 s", f"en 2021, 30{B}s"),
        ("500 $ par jour", f"500{N}$ par jour"),
        ("coût ÷ clics", f"coût{B}÷ clics"),
        ("(vraiment ?)", f"(vraiment{N}?)"),
    ],
)
def test_french(typed: str, set_: str) -> None:
    assert FRENCH.plain(typed) == set_


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Why?", "Why?"),
        ("two roles: one goal", "two roles: one goal"),
        ('a "word"', "a “word”"),
        ("the brand's voice", "the brand’s voice"),
        ("500000 followers", "500,000 followers"),
        ("1000 times in 1998", "1,000 times in 1998"),
        ("in 2021, 30 s", f"in 2021, 30{B}s"),
        ("30% of it", "30% of it"),
    ],
)
def test_english(typed: str, set_: str) -> None:
    assert ENGLISH.plain(typed) == set_


def test_setting_twice_changes_nothing() -> None:
    for typed in ("« quoi ? » : 10 000 $ ; l'une", "30 % : « oui »", '"a" ; "b" !'):
        once = FRENCH.plain(typed)
        assert FRENCH.plain(once) == once


def test_html_is_escaped_and_links_are_made() -> None:
    html = FRENCH.html(
        "<script> & la [[metric/cpm|portée <b>]] ? le 1er",
        lambda target, words: Markup("<a {}>{}</a>").format(target, words),
    )
    assert html == f"&lt;script&gt; &amp; la <a metric/cpm>portée &lt;b&gt;</a>{N}? le 1<sup>er</sup>"


def test_links_leave_their_words_in_plain_text() -> None:
    assert FRENCH.words("la [[metric/cpm|portée]] et [[a/b|le reste]]") == "la portée et le reste"


def test_paragraphs_are_split_at_blank_lines() -> None:
    assert paragraphs("un\ndeux\n\n\n  trois \n") == ["un deux", "trois"]
