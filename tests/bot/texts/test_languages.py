"""Every sentence in every language: complete, with what stands in it, and safe whoever's name stands there."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.pipeline import Pipeline
from bot.texts import phrases, replies, rules
from bot.texts.sentences import FILE, listed, places, sentences
from bot.texts.speech import LANGUAGES, PLACE, catalogue, many, said, say, speaking
from chat.actions import TellMember
from chat.errors import PolicyError
from chat.nudges import Reply
from chat.posts import Run, Style, plain
from policies.language.load import load_policy
from storage import Ledger
from tests.bot.test_pipeline import ADVERT, GROUP, POLICY, reader
from tests.bot.test_pipeline import said as posted

TRANSLATED = [language for language in LANGUAGES if language != "en"]
HOSTILE = "</b> @everyone **x** {name} {0} %s \u202egnp.exe 👩‍🚀 " + "n" * 64
FORBIDDEN = {
    "en": r"inactiv|lurk|in name only|hurry|last chance",
    "de": r"inaktiv|karteileiche|mitläufer|beeil|letzte chance",
    "es": r"inactiv|fantasma|mirón|date prisa|última oportunidad",
    "pt": r"inativ|fantasma|apresse|última chance",
    "fr": r"inactif|inactive|fantôme|dépêche|dernière chance",
    "ru": r"неактивн|молчун|мёртв|поторопи|последний шанс",
}
AT = datetime(2026, 1, 16, 8, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_every_sentence_and_no_other(language: str):
    assert catalogue(language).sentences.keys() == sentences().keys()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_what_stands_in_the_sentence_and_its_number_of_forms(language: str):
    known = catalogue(language)
    several = max(known.form(number) for number in range(200)) + 1

    for sentence, more in sentences().items():
        found = known.sentences[sentence]
        forms = (found,) if isinstance(found, str) else found
        assert (more is None) == isinstance(found, str), sentence
        assert len(forms) == (1 if more is None else several), sentence
        assert {places(form) for form in forms[1:]} <= {places(more or "")}, sentence
        assert places(forms[0]) in (places(sentence), places(more or "")), sentence
        assert [form != "" and form[0] == " " for form in forms[:1]] == [sentence[0] == " "] or language == "fr", (
            sentence
        )


def test_the_list_that_policies_are_checked_against_is_what_the_code_says():
    assert FILE.read_text(encoding="utf-8") == listed()


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_name_holds_stands_in_its_own_run_and_is_never_read(language: str):
    with speaking(language):
        for sentence in sentences():
            name = Run(HOSTILE, Style.NAME)
            line = say(sentence, **dict.fromkeys(places(sentence), name))
            ours = "".join(run.text for run in line if run is not name)
            assert sum(run is name for run in line) == len(PLACE.findall(said_in(language, sentence)))
            assert HOSTILE[:8] not in ours
            assert "{" not in ours


def said_in(language: str, sentence: str) -> str:
    found = sentence if language == "en" else catalogue(language).sentences[sentence]
    return found if isinstance(found, str) else sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_blames_or_hurries_anybody(language: str):
    known = dict.fromkeys(sentences()) if language == "en" else catalogue(language).sentences
    texts = [one for key, forms in known.items() for one in ([forms] if isinstance(forms, str) else forms or [key])]

    assert [one for one in texts if re.search(FORBIDDEN[language], one, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_buttons_and_answers_to_presses_stay_within_the_platforms_bounds(language: str):
    with speaking(language):
        assert all(len(replies.noted(reply, timedelta(days=30))) < 200 for reply in Reply)
        assert len(replies.only_admins()) < 200
        labels = ("Remember it", "No need", "They agree", "Not yet", "Yes, it came", "Let it go", "Stop these")
        assert all(len(said(label)) <= 40 for label in labels)


def test_numbers_have_the_forms_of_their_language():
    with speaking("ru"):
        assert [phrases.span(timedelta(days=n)) for n in (1, 2, 5, 21, 111)] == [
            "1 день",
            "2 дня",
            "5 дней",
            "21 день",
            "111 дней",
        ]
    with speaking("fr"):
        assert many(0, "{n} day", "{n} days") == "0 jour"


def test_dates_lists_and_numbers_are_written_as_the_language_writes_them():
    with speaking("de"):
        assert phrases.moment(AT, BERLIN) == "Fr. 16 Jan., 09:00"
        assert phrases.either(["a", "b", "c"]) == "a, b oder c"
        assert phrases.number(1.5) == "1,5"
        assert phrases.limit("1 per week") == "1 in der Woche"


@pytest.mark.parametrize(("language", "spoken"), [("pt-BR", "pt"), ("DE", "de"), ("ja", "en"), ("", "en")])
def test_a_variety_is_its_language_and_what_nobody_translated_is_english(language: str, spoken: str):
    with speaking(language):
        found = said("Noted, thank you.")
    with speaking(spoken):
        assert found == said("Noted, thank you.")


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_rules_of_a_group_are_told_in_its_language(language: str):
    with speaking(language):
        told = plain(rules.rules(GROUP))
    english = plain(rules.rules(GROUP))

    assert [line for line in told.splitlines() if line in english.splitlines() and " " in line] == []


@pytest.fixture
async def ledger(tmp_path):
    opened = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path}/ledger.db", secret=b"test")
    yield opened
    await opened.close()


def group_with(*lines: str):
    more = "".join(f"    {one}\n" for one in lines)
    return load_policy(POLICY.replace("    mode: enforce\n", f"    mode: enforce\n{more}")).groups["makers"]


async def told(ledger: Ledger, *lines: str) -> str:
    """Return what the author of an advert is told in a group with more lines in its policy."""
    pipeline = Pipeline(group_with(*lines), "script:c", ledger, reader=reader)
    handled = await pipeline.handle([posted(1, ADVERT)])
    bodies = [row.body for row in handled.changes.outbox if row.kind == TellMember.__name__]
    return bodies[0].encode().decode("unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16")


async def test_a_member_is_told_in_the_language_of_the_group(ledger):
    words = await told(ledger, "language: de")

    assert "Dein Beitrag in #general wurde entfernt" in words
    assert "Widersprechen" in words


async def test_a_group_may_word_a_sentence_otherwise(ledger):
    words = await told(ledger, "language: de", "words:", '  "It belongs in {places}.": "Bitte nach {places} damit."')

    assert "Bitte nach #offers damit." in words


BELONGS = "It belongs in {places}."


@pytest.mark.parametrize(
    ("sentence", "own", "wrong"),
    [
        (
            "It belongs into {places}.",
            "x",
            f"the bot never says 'It belongs into {{places}}.' (did you mean '{BELONGS}'?)",
        ),
        (BELONGS, "Elsewhere, please.", f"'{BELONGS}': your wording has to keep {{places}}"),
        (BELONGS, "", f"'{BELONGS}': write your own wording behind it, at most 400 characters"),
        ("Yes", "{name}", "'Yes': your wording has to keep nothing in braces"),
    ],
)
def test_a_wording_that_cannot_be_is_refused_with_its_place(sentence: str, own: str, wrong: str):
    with pytest.raises(PolicyError) as error:
        group_with("words:", f'  "{sentence}": "{own}"')

    assert wrong in str(error.value)


def test_what_happened_reads_otherwise_in_each_language():
    heads = set()
    for language in LANGUAGES:
        with speaking(language):
            heads.add(said("{post} came down: {matter}", post=said("Your post"), matter=said("this")))

    assert len(heads) == len(LANGUAGES)
