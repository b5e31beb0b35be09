"""How an outcome looks: plain text and HTML that follows the page's own colours."""

import re

import pytest

from companion.exercises.outcome import CORRECT, ERROR, INCORRECT, NOT_ATTEMPTED, Outcome, Text


@pytest.mark.parametrize("kind", [CORRECT, ERROR, INCORRECT, NOT_ATTEMPTED])
def test_html_says_the_word_and_sets_only_the_border(kind):
    text = Outcome(kind, "A sentence.")._repr_html_()
    assert f"<strong>{kind.capitalize()}.</strong> A sentence." in text
    styles = re.findall(r"([\w-]+):", re.search(r'style="([^"]*)"', text)[1])
    assert styles == ["border-left", "padding"]


def test_each_kind_has_its_own_border():
    borders = {
        Outcome(kind, "")._repr_html_().split("solid ")[1][:7] for kind in (CORRECT, ERROR, INCORRECT, NOT_ATTEMPTED)
    }
    assert len(borders) == 4


def test_what_came_from_the_reader_is_escaped():
    text = Outcome(ERROR, "ValueError: <script>alert(1)</script> & `a < b`", "`x`\n<b>")._repr_html_()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert '<code style="color: inherit;">a &lt; b</code>' in text
    assert ">x</code><br>&lt;b&gt;" in text


def test_plain_text():
    assert repr(Outcome(NOT_ATTEMPTED, "write it.")) == "Not attempted: write it."
    assert repr(Outcome(CORRECT, "Well done.", "not saved")) == "Correct: Well done.\n(not saved)"


def test_text_is_markdown_and_plain():
    assert repr(Text("**a**")) == Text("**a**")._repr_markdown_() == "**a**"
