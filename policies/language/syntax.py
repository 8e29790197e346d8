"""What is wrong with a text that is no YAML, in sentences for somebody who doesn't know what YAML is."""

import re
from typing import Final, NamedTuple

import yaml

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STARTS_A_COMMENT: Final = re.compile(r"[\[{,]\s*(#[^\s,\]}]+)")
_SENTENCES: Final = (
    ("found character '\\t'", "a tab: indent with spaces"),
    ("found character '", 'a word that begins with {found} must stand in quotes, like "{found}name"'),
    ("expected alphabetic or numeric", "a word that begins with * or & must stand in quotes"),
    ("mapping values are not allowed", "a second colon in one line: put the text in quotes, or check the indentation"),
    ("could not find expected ':'", "a key without its colon, or a text that goes on in the next line: quote the text"),
    ("found unexpected end of stream", "a quote that is opened here is never closed"),
    ("unknown escape character", "a backslash in double quotes: write the text in single quotes"),
    ("undefined tag handle", "a word that begins with ! must stand in quotes"),
    ("incompatible YAML document", "a line that begins with %: put the text in quotes"),
)
_UNCLOSED: Final = "this bracket is never closed, or a comma is missing in it"
_OTHERWISE: Final = "this doesn't fit here: check the indentation, and that every bracket and quote is closed"


class Syntax(NamedTuple):
    """Line and column from 1, and a sentence."""

    line: int
    column: int
    message: str


def forbidden_character(text: str) -> Syntax | None:
    """Return where a character stands that no editor shows and YAML refuses."""
    found = _FORBIDDEN.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    return Syntax(line, column, f"a character that can't be shown stands here (U+{ord(found[0]):04X}): remove it")


def syntax_message(text: str, error: yaml.YAMLError) -> Syntax:
    """Explain why a text is no YAML."""
    plain = _error_of_plain_parser(text) or error
    problem = " ".join(str(getattr(plain, "problem", None) or plain).split())
    context = str(getattr(plain, "context", None) or "")
    mark, opened = getattr(plain, "problem_mark", None), getattr(plain, "context_mark", None)
    if mark is None:
        return Syntax(1, 1, _sentence(problem))
    if comment := _comment(text, mark.line):
        return comment
    if opened and "flow" in context and "','" in problem:
        return Syntax(opened.line + 1, opened.column + 1, _UNCLOSED)
    if opened and "end of stream" in problem:
        mark = opened
    return Syntax(mark.line + 1, mark.column + 1, _sentence(problem))


def _sentence(problem: str) -> str:
    for begin, sentence in _SENTENCES:
        if begin in problem:
            found = re.search(r"found character '(.)'", problem)
            return sentence.format(found=found[1] if found else "")
    return _OTHERWISE


def _error_of_plain_parser(text: str) -> yaml.YAMLError | None:
    """Parse again with the parser in Python, whose messages name the character that the one in C leaves out."""
    try:
        for _event in yaml.parse(text, Loader=yaml.BaseLoader):
            pass
    except yaml.YAMLError as error:
        return error
    return None


def _comment(text: str, last: int) -> Syntax | None:
    """Find a `#word` within brackets that was meant as a word, and hides the bracket's end."""
    for number, line in reversed(list(enumerate(text.splitlines()[: last + 1], 1))):
        if found := _STARTS_A_COMMENT.search(line):
            message = f'{found[1]} begins a comment, and the rest of the line is lost: write "{found[1]}" in quotes'
            return Syntax(number, found.start(1) + 1, message)
    return None
