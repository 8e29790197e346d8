"""Tables of letters that are used in place of others."""

import unicodedata

LOOKALIKES = dict(
    zip(
        "асеорхуіѕјԛԝһԁӏѵАВСЕНІКМОРТХУЅЈԚԜαοριυνχκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aceopxyisjqwhdlvABCEHIKMOPTXYSJQWaopiuvxkABEZHIKMNOPTYX",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like a Latin one."""

TO_LATIN = str.maketrans(LOOKALIKES)
TO_CYRILLIC = str.maketrans(
    dict(zip("aceopxyiskmhtbnrujABCEHIKMOPTXYgd3", "асеорхуізкмнтвпгијАВСЕНІКМОРТХУгдз", strict=True))
    | {"s": "ѕ", "S": "Ѕ", "r": "г", "n": "п", "u": "и", "b": "ь", "p": "р"}
)
"""Latin letters that are used for a Cyrillic one."""

LEET = str.maketrans("013457@$!|+89", "oieastasiltbg")
LEET_L = str.maketrans("013457@$!|+89", "oleastasiltbg")

_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True))
_NEGATIVE = {
    chr(first + offset): chr(ord("A") + offset)
    for first in (0x1F150, 0x1F170)
    for offset in range(26)
    if unicodedata.name(chr(first + offset), "")
}
GLYPHS = _SMALL_CAPITALS | _NEGATIVE
"""Letters drawn as signs, which NFKC leaves alone."""
