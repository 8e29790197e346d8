"""What is done to a text so that machines misread it is undone; what honest people write stays as it is."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from policies.promotion.normalise import LONGEST, normalise, plain
from policies.promotion.numbers import undo_numbers

CORPUS = Path(__file__).parents[3] / "data" / "corpus"

DISGUISED = {
    "invisible marks": ("Buy my cou\u200brse n\u2060ow", "Buy my course now"),
    "Cyrillic letters in Latin words": ("Вuу my соursе", "Buy my course"),
    "Greek letters in Latin words": (
        "fr\u03b5\u03b5 \u03c1rice of my c\u03bfurse",
        "fr\u03b5\u03b5 price of my course",
    ),
    "Latin letters in Cyrillic words": ("kупи мой куpс", "купи мой курс"),
    "a word of one script more than of another": ("сrурtо", "crypto"),
    "a name in two scripts": ("Раypal", "Paypal"),
    "wide letters": ("ｆｒｅｅ ｃｏｕｒｓｅ", "free course"),
    "mathematical letters": ("𝐃𝐢𝐬𝐜𝐨𝐮𝐧𝐭 𝓬𝓸𝓾𝓻𝓼𝓮", "Discount course"),
    "small capitals": ("ᴅɪꜱᴄᴏᴜɴᴛ", "discount"),
    "letters in circles": ("Ⓑⓤⓨ now", "Buy now"),
    "emoji letters": ("🅱🆄🆈 my course", "BUY my course"),
    "halves of flags": ("🇨 🇴 🇺 🇷 🇸 🇪", "course"),
    "keycaps": ("0️⃣7️⃣7️⃣0️⃣0️⃣", "07700"),
    "struck letters": ("d̶i̶s̶c̶o̶u̶n̶t̶", "discount"),
    "spaced letters": ("s e r v i c e s", "services"),
    "dotted letters": ("f.r.e.e c.o.u.r.s.e", "free course"),
    "dashed letters": ("c-r-y-p-t-o", "crypto"),
    "spaced Cyrillic letters": ("с к и д к а", "скидка"),
    "leet": ("fr33 c0urs3, 20 disc0unt", "free course, 20 discount"),
    "signs for letters": ("m@rketing $ales", "marketing sales"),
    "a dot in words": ("acme dot com", "acme.com"),
    "a dot in brackets": ("acme (dot) com, acme[.]com", "acme.com, acme.com"),
    "a dot in Russian": ("магазин точка рф", "магазин.рф"),
    "at and dot in words": ("tanvika at acme dot com", "tanvika@acme.com"),
    "at and dot in brackets": ("ana [at] acme [dot] com", "ana@acme.com"),
    "a defanged address": ("hxxps://acme.com/x", "https://acme.com/x"),
    "a number in words": ("ring zero seven seven double zero, nine one two", "ring 07700912"),
    "a number in German": ("null eins sieben sechs fünf vier drei", "0176543"),
    "a number in Russian": ("девять один два три пять пять семь", "9123557"),
    "a number in Chinese": ("电话幺三八零零一三八零零零", "电话13800138000"),
    "two tricks at once": ("с\u200bо\u200burs3s", "courses"),
}

HONEST = [
    "@Leo can you send the invoice? @Thaís too",
    "She turns 80 on the 10th, the party is on the 15th at 11am",
    "150ml bottles, 15rb each, a Top4 team, com1",
    "awel 7aga shof el sowar",
    "We met by chance, and she works at teeworlds.com now",
    "You find it at acme.com.",
    "The dot com bubble of the year 2000",
    "love from nicky x x x x x x",
    "one two three four five six seven eight, go!",
    "one of my two clients asks for three, four or five options",
    "二〇二四年三月",
    "!language, need$(pwd)",
    "🅿️ beside the church, 🅰️ is my blood group",
    "🇬🇧 🇩🇪 🇫🇷 we ship there",
    "f(x) = a b c d",
    "U.S.A., e.g. this, i.e. that, a.m. and p.m.",
    "На iPad и в GitHub всё работает",
    "коннектnСегодня без впн не подключает",
    "На телефоне и iPadе эта проблема не воспроизводится",
    "می\u200cخواهم نامه\u200cای بنویسم",
    "क्\u200dष और क्\u200cष",
    "👨\u200d👩\u200d👧 the family",
]

SCRIPTS = {
    "Latin": "abcdefghijklmnopqrstuvwxyzäöüßéèñçãłşğ",
    "Cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "Greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "Hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "Devanagari": "अआइईउऊएकखगघचछजटठडतथदधनपफबभमयरलवशसह",
    "Bengali": "অআইউএকখগঘচছজটডতথদধনপফবভমরলশসহ",
    "Tamil": "அஆஇஈஉஊஎஏகஙசஞடணதநபமயரலவழளறன",
    "Thai": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหอฮ",
    "Georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "Armenian": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "Han": "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要",
    "Hangul": "가나다라마바사아자차카타파하고노도로모보소오조초코토포호",
    "Kana": "あいうえおかきくけこさしすせそたちつてとなにぬねのカキクケコサシスセソ",
}

sentences = some.sampled_from(sorted(SCRIPTS)).flatmap(
    lambda script: some.lists(some.text(SCRIPTS[script], min_size=2, max_size=12), min_size=1, max_size=12)
)


@pytest.mark.parametrize(("written", "meant"), DISGUISED.values(), ids=DISGUISED)
def test_a_disguise_is_undone(written: str, meant: str):
    assert normalise(written).text == meant


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_stays(text: str):
    assert normalise(text).text == unicodedata.normalize("NFKC", text)


@given(sentences, some.sampled_from([" ", ", ", "\n", ". ", " – "]))
def test_words_of_one_script_stay_whatever_the_script(words: list[str], between: str):
    text = between.join(words)

    if undo_numbers(text) == text:  # by chance a row of Chinese figures
        assert normalise(text).text == unicodedata.normalize("NFKC", text)


@given(some.text(max_size=300))
@example("\u0130" * 50)
@example("\ufdfa" * 400)
@example("a" * (LONGEST + 500))
def test_any_text_is_read_and_reading_it_twice_changes_nothing(text: str):
    once = normalise(text).text

    assert len(once) <= LONGEST
    assert normalise(once).text == once


@given(some.text(some.characters(categories=["L", "N", "P", "Z"]), max_size=100))
def test_plain_is_nfkc_where_no_mark_is_hidden(text: str):
    assert plain(text) == unicodedata.normalize("NFKC", text)[:LONGEST]


def test_ordinary_messages_of_the_corpus_stay():
    rows = [
        json.loads(line) for file in sorted(CORPUS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    honest = [
        row for row in rows if row["label"] == "ham" and not {"obfuscated", "complaint_quotes_spam"} & {*row["hard"]}
    ]

    changed = {row["id"] for row in honest if normalise(row["text"]).text != unicodedata.normalize("NFKC", row["text"])}

    assert changed == set()
    assert len(honest) > 3_000
