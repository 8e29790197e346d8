"""`classify`: a row for each row, and a row that can't be read is named by its line."""

import json

import pytest


def test_classify_gives_a_row_for_each_row_in_order(potluck, tmp_path):
    rows = [
        {"id": 7, "text": "Thanks, that helped a lot!"},
        {"id": "b", "text": "I bake wedding cakes", "reply_to": "Who can make us a wedding cake?"},
        {"text": ""},
    ]
    file = tmp_path / "messages.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    code, out, _ = potluck("classify", str(file), "--json")

    results = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["id"] for row in results] == [7, "b", None]
    keys = ["id", "act", "kind", "stance", "score", "solicited", "signals"]
    assert all(list(row) == keys for row in results)
    assert results[0]["act"] == "none"
    assert results[0]["kind"] == "thanks"


def test_a_broken_row_is_named_by_its_line(potluck, tmp_path):
    file = tmp_path / "messages.jsonl"
    file.write_text('{"text": "hello"}\n{"text": 5}\n', encoding="utf-8")

    code, out, err = potluck("classify", str(file), "--json")

    assert code == 1
    assert len(out.splitlines()) == 1
    assert f"{file}:2" in err


@pytest.mark.parametrize("text", ["1" * 5_000, "[" * 100_000], ids=["digits", "brackets"])
def test_a_row_beyond_all_measure_is_named_by_its_line(potluck, tmp_path, text):
    file = tmp_path / "messages.jsonl"
    file.write_text(f'{{"text": "hello"}}\n{{"text": {text}}}\n', encoding="utf-8")

    code, out, err = potluck("classify", str(file), "--json")

    assert (code, len(out.splitlines())) == (1, 1)
    assert f"{file}:2: no JSON" in err


def test_half_a_character_comes_back_as_it_was_given(potluck, tmp_path):
    file = tmp_path / "messages.jsonl"
    file.write_text(r'{"id": "\ud800é", "text": "a \udfff"}', encoding="utf-8")

    code, out, _ = potluck("classify", str(file), "--json")

    assert (code, json.loads(out)["id"]) == (0, "\ud800é")
    assert r"\ud800é" in out


def test_what_stands_before_a_byte_that_is_no_text_is_printed(potluck, tmp_path):
    file = tmp_path / "messages.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"text": "hello"}\r\n\n{"text": "\xff"}\n')

    code, out, err = potluck("classify", str(file), "--json")

    assert (code, len(out.splitlines())) == (1, 1)
    assert f"{file}:3: not UTF-8 text" in err


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_a_number_that_json_cannot_say_is_no_row(potluck, tmp_path, number):
    file = tmp_path / "messages.jsonl"
    file.write_text(f'{{"id": {number}, "text": "hello"}}', encoding="utf-8")

    code, out, err = potluck("classify", str(file), "--json")

    assert (code, out) == (1, "")
    assert f"{file}:1: no JSON" in err
