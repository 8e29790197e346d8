"""Keys, reading, weighing and judging of messages, in microseconds each, on a file of messages.

    python -m bench.judge messages.jsonl        (rows with `text`)

Messages are read one at a time, as where a group is quiet, and in batches, as `classify`, exports and a busy group are.
Beside them, in the same run, the rule that most bots have (a keyword or a link), so that machines can be compared.
"""

import argparse
import json
import re
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from bot.collector import relax
from chat.events import MessagePosted, Person
from chat.standing import UNKNOWN
from policies.language.load import load_policy
from policies.promotion import read, read_all, weigh, weights
from policies.selling.judge import judge

POLICY = Path(__file__).parents[1] / "policies.yaml"
KEYWORDS = re.compile(r"https?://|\b(?:buy|sale|discount|offer|free|promo|subscribe|price)\b", re.IGNORECASE)
AT = datetime(2026, 1, 14, 12, tzinfo=UTC)
AT_ONCE = 256


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--most", type=int, default=20_000, help="messages at most")
    given = arguments.parse_args()
    with given.file.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, given.most)]
    messages = [_message(number, text) for number, text in enumerate(texts)]
    group = next(iter(load_policy(POLICY.read_text(encoding="utf-8")).groups.values()))
    weigh(read(messages[0]))

    relax()
    keyword = _timed(lambda message: KEYWORDS.search(message.text), messages)
    batches = [messages[start : start + AT_ONCE] for start in range(0, len(messages), AT_ONCE)]
    at_once = [time / len(batch) for time, batch in zip(_timed(read_all, batches), batches, strict=True) for _ in batch]
    readings = [reading for batch in batches for reading in read_all(batch)]
    weights.shipped.cache_clear()  # the words that it remembers
    reading = _timed(read, messages)
    weighing = _timed(weigh, readings)
    promotions = [weigh(each) for each in readings]
    pairs = list(zip(messages, promotions, strict=True))
    judging = _timed(lambda pair: judge(pair[0], pair[1], UNKNOWN, group), pairs)

    print(f"{len(messages):,} messages of {given.file.name}; microseconds of CPU a message")
    print(f"{'':22}{'mean':>9}{'median':>9}{'p99':>9}{'x keyword rule':>16}")
    rows = (
        ("keyword rule", keyword),
        (f"reading, {AT_ONCE} at once", at_once),
        ("reading, one at a time", reading),
        ("weighing", weighing),
        ("judging", judging),
    )
    for name, times in rows:
        print(f"{name:22}{_row(times)}{statistics.mean(times) / statistics.mean(keyword):>16.1f}")
    for name, times in rows[1:3]:
        classify = statistics.mean(times) + statistics.mean(weighing)
        with_judging = classify + statistics.mean(judging)
        print(f"classifying, {name}: {1e6 / classify:,.0f} messages/s a core; with judging {1e6 / with_judging:,.0f}")


def _message(number: int, text: str) -> MessagePosted:
    return MessagePosted(at=AT, chat="bench", message_id=str(number), author=Person(id="7", name="Ana"), text=text)


def _timed(do: Callable, things: list) -> list[float]:
    times = []
    for thing in things:
        begin = time.process_time_ns()
        do(thing)
        times.append((time.process_time_ns() - begin) / 1_000)
    return times


def _row(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.mean(times):>9.1f}{ordered[len(times) // 2]:>9.1f}{ordered[int(len(times) * 0.99)]:>9.1f}"


if __name__ == "__main__":
    main()
