from pathlib import Path

import pytest

from chat.errors import PolicyError
from policies.language.load import load_policy

BAD = sorted((Path(__file__).parent / "bad").glob("*.bad.yaml"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name.removesuffix(".bad.yaml"))
def test_a_bad_policy_is_refused_with_the_message_in_its_first_line(path: Path) -> None:
    source = path.read_bytes()
    expected = source.split(b"\n", 1)[0].decode().removeprefix("# ")

    with pytest.raises(PolicyError) as refused:
        load_policy(source, path.name)

    assert [str(problem) for problem in refused.value.problems] == [expected]


def test_there_is_a_bad_policy_for_each_kind_of_mistake() -> None:
    assert len(BAD) > 100
