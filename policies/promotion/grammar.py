"""The grammar in which phrases are written, taken apart: every way to say one, as a row of elements.

Words; `word*` any ending; `(a|b)` either; `word?` or `(a|b)?` may be missing; `<class>` any word of a class; `~3` up to
three words between (`~` one), never over the end of a sentence; `^` the start of one.
"""

from policies.promotion.folding import tokens


def variants(phrase: str) -> list[list[str]]:
    """Write every optional element out as there and not there, and every alternative of several words out."""
    variants: list[list[str]] = [[]]
    for element in _split(phrase, " "):
        optional = element.endswith("?") and len(element) > 1
        options = _options(element[:-1] if optional else element)
        longer = [[*variant, *option] for variant in variants for option in options]
        variants = [*variants, *longer] if optional else longer
    return variants


def _options(element: str) -> list[list[str]]:
    """`(a|b|c d)` becomes `(a|b)` and `c d`; anything else stays as it is."""
    if not element.startswith("("):
        return [[element]]
    words = _split(element[1:-1], "|")
    single = [
        word
        for word in words
        if not set(word) & set("( ~?") and (word[0] == "<" or word.endswith("*") or len(tokens(word)) == 1)
    ]
    several = [variant for word in words if word not in single for variant in variants(word)]
    return ([["(" + "|".join(single) + ")"]] if single else []) + several


def _split(text: str, separator: str) -> list[str]:
    """Split where no bracket is open; a closed bracket with its `?` also ends an element."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == separator and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]
