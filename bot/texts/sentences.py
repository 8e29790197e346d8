"""Every sentence that a member can receive, read from the code that says it: for translators, and for `words:`.

python -m bot.texts.sentences          # writes policies/language/sentences.txt
"""

import ast
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Final

from bot.texts.speech import PLACE

LOOKED_UP: Final = {"say": 0, "said": 0, "mark": 0, "many": 1, "forms": 0}
"""What looks sentences up, and which of its arguments is the first sentence."""
OF_NUMBERS: Final = frozenset({"many", "forms"})
FILE: Final = Path("policies/language/sentences.txt")


def sentences() -> dict[str, str | None]:
    """Return every sentence, with its form for more than one where it has one, in the order of the alphabet."""
    found: dict[str, str | None] = {}
    for module in resources.files("bot.texts").iterdir():
        if module.name.endswith(".py"):
            found |= dict(_in(ast.parse(module.read_text(encoding="utf-8"))))
    return dict(sorted(found.items()))


def _in(tree: ast.AST) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in LOOKED_UP:
            continue
        first = LOOKED_UP[node.func.id]
        given = [one.value for one in node.args[first:] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if given:
            yield given[0], given[1] if node.func.id in OF_NUMBERS else None


def places(sentence: str) -> frozenset[str]:
    """Return what stands in a sentence, by name."""
    return frozenset(PLACE.findall(sentence))


def main() -> None:
    """Write the list that policies are checked against."""
    FILE.write_text("".join(f"{sentence}\n" for sentence in sentences()), encoding="utf-8")


if __name__ == "__main__":
    main()
