from pathlib import Path

import pytest

import policies
from chat.errors import PolicyError
from policies.language import schema
from policies.language.fields import Model, Reading, keys_of
from policies.language.load import load_policy
from policies.language.reference import policy_reference
from policies.language.tree import read_tree

DOCS = Path(policies.__file__).parent.parent / "docs"
MODELS = [model for model in vars(schema).values() if isinstance(model, type) and issubclass(model, Model)]


def test_the_reference_in_docs_is_what_the_code_says() -> None:
    assert (DOCS / "policy-reference.md").read_text(encoding="utf-8") == policy_reference()


@pytest.mark.parametrize("model", [model for model in MODELS if model is not Model], ids=lambda model: model.__name__)
def test_every_key_stands_in_the_reference_and_its_example_can_be_read(model: type[Model]) -> None:
    text = policy_reference()

    for name, (_, key) in keys_of(model).items():
        assert not key.written or f"| `{name}` |" in text
        if key.example:
            reading = Reading()
            key.type.read(read_tree(f"{name}: {key.example}", "example.yaml")[name], reading)
            assert reading.problems == []


def examples_in_the_guide() -> list[str]:
    text = (DOCS / "policies.md").read_text(encoding="utf-8")
    return [part.split("```")[0] for part in text.split("```yaml\n")[1:]]


@pytest.mark.parametrize("example", examples_in_the_guide(), ids=lambda text: text.splitlines()[0][:40])
def test_every_example_in_the_guide_can_be_used(example: str) -> None:
    source = example
    if "version: 1" not in example:
        body = "".join(f"    {line}\n" for line in example.splitlines())
        source = f"version: 1\ngroups:\n  bakers:\n{body}"

    try:
        policy = load_policy(source)
    except PolicyError as error:
        pytest.fail(str(error))

    assert policy.groups
