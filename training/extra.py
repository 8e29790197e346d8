"""Rows of others, read from a file that is never committed: only from sources whose licence lets weights learn."""

import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.corpus import Row

LEARNABLE: Final = {
    "tgspam_samples": "MIT",
    "bitcoin_antispam": "MIT",
    "irc_ubuntu": "CC BY 4.0 (Ubuntu IRC logs)",
    "gitter_livechat": "MIT",
    "uci_sms": "free for all purposes (SMS Spam Collection, Almeida and Hidalgo)",
    "uci_sms_mt_hi_de_fr": "MIT (the same, machine-translated)",
    "uci_sms_mt_pt": "MIT (the same, machine-translated)",
    "youtube_spam_a": "citation asked (YouTube Spam Collection, Alberto, Lochter and Almeida, 2015)",
}
"""Sources that may be learned from, and under what licence; rows of any other source are measured, never learned."""
_HELD_OUT: Final = 5
"""Every fifth text, by its hash, is held out."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A file's rows, and what the model card says of it."""

    name: str
    sha256: str
    train: list[Row]
    test: list[Row]
    sources: dict[str, int]
    refused: dict[str, int]


def read_extra(file: Path) -> Extra:
    """Read rows `{text, label, lang, source}`; says loudly where the file is missing."""
    if not file.is_file():
        sys.exit(f"{file} is not there: EXTRA names a file of rows with text, label, lang and source")
    body = file.read_bytes()
    rows: list[Row] = [json.loads(line) for line in body.decode("utf-8").splitlines() if line.strip()]
    learnable = [row for row in rows if row["source"] in LEARNABLE]
    return Extra(
        name=file.name,
        sha256=hashlib.sha256(body).hexdigest(),
        train=[row for row in learnable if not held_out(row)],
        test=[row for row in learnable if held_out(row)],
        sources=dict(Counter(row["source"] for row in learnable)),
        refused=dict(Counter(row["source"] for row in rows if row["source"] not in LEARNABLE)),
    )


def held_out(row: Row) -> bool:
    """Tell whether a row is kept for measuring: by its text without case and spaces, so that doubles stay together."""
    text = "".join(row["text"].casefold().split())
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=2).digest()[0] % _HELD_OUT == 0
