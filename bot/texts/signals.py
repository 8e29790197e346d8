"""Named signals of a classification, in words that an admin understands."""

from chat.promotions import Signal


def signal_words(signal: Signal) -> str:
    """Return a signal's name as words: names are written to be read, so this only spaces them."""
    return signal.name.replace("_", " ")
