"""Entities that the server finds by itself: addresses, mentions, hashtags, commands. Offsets count UTF-16 units.

An address without a protocol counts when it ends in a country's domain, or in one from a short list.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

Entity = dict[str, Any]

_DOMAINS = (
    "com net org info biz edu gov io app dev shop store online site website xyz club live life news blog cloud tech "
    "today world link agency studio design digital email group media network page pro social space team top vip work "
    "art bio cafe care chat coach finance fitness fun global health marketing name photo photos pizza party services "
    "solutions store support systems tools travel training tv video wiki academy center community company events "
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc "
    "cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb "
    "gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in iq ir is it je jm jo jp ke kg "
    "kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv "
    "mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa "
    "sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tw tz ua ug "
    "uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
_DOMAIN = rf"(?:[\w-]+\.)+(?:{_DOMAINS.replace(' ', '|')})(?![\w-])"
_TAIL = r"(?::\d{1,5})?(?:[/?#][^\s<>\"«»]*)?"
_END = ".,:;!?'\"()[]{}…»"

FINDERS = (
    ("email", re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}@{_DOMAIN}", re.IGNORECASE)),
    ("url", re.compile(rf"(?<![\w@.])(?:(?:https?|ftp|tg|ton)://[^\s<>\"«»]+|{_DOMAIN}{_TAIL})", re.IGNORECASE)),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")),
    ("mention", re.compile(r"(?<![\w/])@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w/#])#(?=\d*[^\W\d])\w{1,256}")),
    ("cashtag", re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?![\w$])")),
)
TAKES_NO_OTHER = frozenset({"pre", "code", "text_link", "text_mention"})
"""Inside them the server finds nothing."""


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def entity(kind: str, text: str, start: int, end: int, **more: Any) -> Entity:
    """From offsets in characters."""
    return {"type": kind, "offset": utf16_length(text[:start]), "length": utf16_length(text[start:end]), **more}


def found(text: str) -> Iterator[Entity]:
    """Whatever is found first takes its place: an e-mail address holds no mention."""
    taken: list[tuple[int, int]] = []
    for kind, pattern in FINDERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = start + len(_without_tail(match.group()))
            if all(end <= other_start or start >= other_end for other_start, other_end in taken):
                taken.append((start, end))
                yield entity(kind, text, start, end)


def with_found(text: str, given: Iterable[Entity]) -> list[Entity]:
    """Those that somebody set, and those found beside them."""
    given = list(given)
    beside = [one for one in found(text) if not any(_touch(one, other) for other in given if _blocks(other))]
    return in_order([*given, *beside])


def in_order(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda one: (one["offset"], -one["length"]))


def _blocks(entity: Entity) -> bool:
    return entity["type"] in TAKES_NO_OTHER or entity["type"] in {kind for kind, _ in FINDERS}


def _touch(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def _without_tail(address: str) -> str:
    """A sentence's own punctuation is no part of an address; a bracket that the address opened is."""
    while address and address[-1] in _END:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address
