from policies.promotion import remembered
from policies.promotion.remembered import Remembered


def test_a_word_is_worked_out_once():
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Remembered(length)

    assert [lengths["tea"], lengths["scone"], lengths["tea"]] == [3, 5, 3]
    assert asked == ["tea", "scone"]


def test_it_never_holds_more_than_its_most(monkeypatch):
    monkeypatch.setattr(remembered, "_MOST", 3)
    lengths = Remembered(len)

    assert [lengths[word] for word in ("a", "bb", "ccc", "dddd", "a")] == [1, 2, 3, 4, 1]
    assert len(lengths) <= 3
