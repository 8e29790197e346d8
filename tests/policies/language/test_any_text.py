"""Whatever stands in a policy file, loading it ends in a policy or in problems with a place."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chat.errors import PolicyError, Problem
from policies.language.fields import keys_of
from policies.language.load import load_policy
from policies.language.schema import Conditions, Frequency, Group, Rule, Selling
from policies.language.tree import Map, read_tree
from tests.policies.language.policies import FULL, SHORTHANDS

NOTHING_SAID = Problem(file="", line=0, column=0, message="")
SCALARS = st.sampled_from(
    [
        "mlm",
        "1 per week",
        "Fri",
        "10m",
        "yes",
        "'#a'",
        "-5",
        "remove",
        "1",
        "~",
        "[]",
        "{}",
        '""',
        "presets/give-first",
        "",
    ]
) | st.text(st.characters(codec="utf-8"), max_size=12)
KEYS = st.sampled_from(
    [*keys_of(Group), *keys_of(Selling), *keys_of(Rule), *keys_of(Conditions), *keys_of(Frequency), "extends", "1", "x"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(KEYS, inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=12,
)


def loads_or_says_where(source: str | bytes) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        load_policy(source)
    except PolicyError as error:
        problems = error.problems or (NOTHING_SAID,)
    assert [problem for problem in problems if problem.line < 1 or problem.column < 1 or not problem.message] == []


@settings(deadline=None)
@given(st.text())
def test_any_text(source: str) -> None:
    loads_or_says_where(source)


@settings(deadline=None)
@given(st.binary())
def test_any_bytes(source: bytes) -> None:
    loads_or_says_where(source)


@settings(deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_value_behind_any_key_of_a_group(body: dict[str, str]) -> None:
    lines = "".join(f"    {key}: {value}\n" for key, value in body.items())
    loads_or_says_where(f"version: 1\ndefaults: {{mode: observe}}\ngroups:\n  bakers:\n    platform: telegram\n{lines}")


@settings(deadline=None)
@given(st.sampled_from([FULL, SHORTHANDS]), st.integers(0, 2_500), st.integers(0, 40), st.text(max_size=5))
def test_a_good_policy_with_a_stretch_replaced(source: str, start: int, length: int, other: str) -> None:
    loads_or_says_where(source[:start] + other + source[start + length :])


TREES = st.recursive(
    st.sampled_from(["a", "1", "[x]", "[]"]),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=3).map(
        lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
    ),
    max_leaves=8,
).filter(lambda text: text.startswith("{"))


@given(TREES)
def test_merging_with_itself_changes_nothing(text: str) -> None:
    tree = read_tree(text, "a.yaml")

    assert tree.merged(tree) == tree


@given(TREES, TREES)
def test_what_lies_on_top_is_kept_whole(below: str, above: str) -> None:
    merged = read_tree(below, "below.yaml").merged(read_tree(above, "above.yaml"))

    assert merged.merged(read_tree(above, "above.yaml")) == merged
    assert set(merged) == set(read_tree(below, "below.yaml")) | set(read_tree(above, "above.yaml"))


def keeps_its_shape(*texts: str) -> bool:
    """Tell whether no layer puts a value where another has keys; then, and only then, grouping makes no difference."""
    shapes: dict[tuple[str, ...], bool] = {}

    def walk(node: object, path: tuple[str, ...]) -> bool:
        is_map = isinstance(node, Map)
        if shapes.setdefault(path, is_map) != is_map:
            return False
        return not isinstance(node, Map) or all(walk(value, (*path, key)) for key, value in node.items())

    return all(walk(read_tree(text, "x.yaml"), ()) for text in texts)


@given(TREES, TREES, TREES)
def test_layers_merge_the_same_however_they_are_grouped(first: str, second: str, third: str) -> None:
    one, two, three = (read_tree(text, "x.yaml") for text in (first, second, third))
    if not keeps_its_shape(first, second, third):
        return

    left, right = one.merged(two).merged(three), one.merged(two.merged(three))

    assert left == right
    assert left.keys_at == right.keys_at
