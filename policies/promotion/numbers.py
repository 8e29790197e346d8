"""Telephone numbers that are written out in words: "oh seven seven double zero ...", each figure by itself.

Fewer than seven figures in a row are left alone, and so is counting up or down: nobody rings "one two three".
"""

import re
from typing import Final

_FIGURES: Final = (
    "zero one two three four five six seven eight nine",
    "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "zero um dois três quatro cinco seis sete oito nove",
    "null eins zwei drei vier fünf sechs sieben acht neun",
    "zéro un deux trois quatre cinq six sept huit neuf",
    "zero uno due tre quattro cinque sei sette otto nove",
    "ноль один два три четыре пять шесть семь восемь девять",
    "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
    "nol satu dua tiga empat lima enam tujuh delapan sembilan",
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ",
    "shunya ek do teen char paanch chhe saat aath nau",
    "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة",
)
_ALSO: Final = {"oh": "0", "o": "0", "uma": "1", "duas": "2", "meia": "6", "zwo": "2", "kosong": "0", "нуль": "0"} | {
    "पांच": "5", "छः": "6", "panch": "5", "che": "6", "chaar": "4", "tres": "3", "اثنين": "2", "اربعة": "4"
}  # fmt: skip
_VALUE: Final = {word: str(value) for line in _FIGURES for value, word in enumerate(line.split())} | _ALSO
_TIMES: Final = {"double": 2, "triple": 3, "doble": 2, "dobro": 2, "doppel": 2, "doppia": 2}
_WORD: Final = "|".join(sorted(map(re.escape, (*_VALUE, *_TIMES)), key=len, reverse=True))
_GAP: Final = r"[\s,.\-\u2013/]{1,3}"
_SAID: Final = re.compile(rf"(?<!\w)(?:{_WORD})(?:{_GAP}(?:{_WORD})){{5,}}(?!\w)", re.IGNORECASE)
_HAN: Final = dict(zip("零〇一二三四五六七八九幺两", "0012345678912", strict=True))
_SAID_IN_HAN: Final = re.compile("[" + "".join(_HAN) + "]{7,}")
_FEWEST: Final = 7
_FEWEST_WORDS: Final = 6
"""A double one is two words, and two figures or more."""
_KNOWN: Final = frozenset((*_VALUE, *_TIMES))
_APART: Final = ",.-\u2013/"


def undo_numbers(text: str) -> str:
    """Write numbers in figures that somebody wrote out figure by figure."""
    if _says_numbers(text):
        text = _SAID.sub(_in_figures, text)
    return text if text.isascii() else _SAID_IN_HAN.sub(_from_han, text)


def _says_numbers(text: str) -> bool:
    lower = text.lower()
    for sign in _APART:
        lower = lower.replace(sign, " ")
    words = lower.split()
    return not _KNOWN.isdisjoint(words) and sum(map(_KNOWN.__contains__, words)) >= _FEWEST_WORDS


def _in_figures(match: re.Match[str]) -> str:
    figures, times = "", 1
    for word in re.split(_GAP, match.group().lower()):
        if word in _TIMES:
            times = _TIMES[word]
        else:
            figures, times = figures + _VALUE[word] * times, 1
    return figures if len(figures) >= _FEWEST and not _counts(figures) else match.group()


def _from_han(match: re.Match[str]) -> str:
    figures = "".join(_HAN[letter] for letter in match.group())
    return match.group() if _counts(figures) else figures


def _counts(figures: str) -> bool:
    """Tell whether somebody counts, up or down."""
    return figures in "0123456789" or figures in "9876543210" or len(set(figures)) == 1
