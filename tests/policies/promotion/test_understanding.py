"""Who offers, who seeks, who praises: in each of the twelve languages."""

import pytest

from chat.promotions import Stance
from policies.promotion import act
from policies.promotion.read import parse
from tests.policies.promotion.told import classified, message, names

SAID = {
    "offers service": {
        "en": "I design logos for small shops, message me for a quote",
        "es": "Ofrezco servicios de diseño de logos, escríbeme al privado",
        "pt": "Faço logotipos para pequenas lojas, me chama no privado",
        "de": "Ich biete Logodesign für kleine Läden an, schreib mir",
        "fr": "Je propose mes services de graphiste, contactez-moi en privé",
        "it": "Offro servizi di grafica, scrivetemi in privato",
        "ru": "Предлагаю услуги дизайнера, пишите в личку",
        "tr": "Logo tasarımı yapıyorum, bana özelden yazın",
        "id": "Saya menerima jasa desain logo, silakan chat saya",
        "hi": "मैं लोगो डिज़ाइन करता हूँ, मुझे मैसेज करें",
        "ar": "أقدم خدمات تصميم الشعارات، راسلني على الخاص",
        "zh": "本人承接logo设计，有需要私信我",
    },
    "seeks": {
        "en": "Does anybody know a good logo designer?",
        "es": "¿Alguien conoce un buen diseñador de logos?",
        "pt": "Alguém conhece um bom designer de logotipos?",
        "de": "Kennt jemand einen guten Grafiker?",
        "fr": "Quelqu'un connaît un bon graphiste ?",
        "it": "Qualcuno conosce un bravo grafico?",
        "ru": "Кто-нибудь знает хорошего дизайнера?",
        "tr": "İyi bir grafik tasarımcı bilen var mı?",
        "id": "Ada yang tahu desainer logo yang bagus?",
        "hi": "क्या कोई अच्छा डिज़ाइनर जानता है?",
        "ar": "هل يعرف أحد مصمم شعارات جيد؟",
        "zh": "有人认识好的设计师吗？",
    },
    "praise": {
        "en": "I used Maria for our logo, highly recommend her",
        "es": "Contraté a María para nuestro logo, la recomiendo mucho",
        "pt": "Contratei a Maria para o logo, recomendo muito",
        "de": "Ich kann Maria sehr empfehlen, sie hat unser Logo gemacht",
        "fr": "Maria a fait notre logo, je la recommande vivement",
        "it": "Maria ha fatto il nostro logo, la consiglio davvero",
        "ru": "Мария делала нам логотип, очень рекомендую",
        "tr": "Logomuzu Maria yaptı, çok tavsiye ederim",
        "ar": "ماريا صممت شعارنا، أنصح بها بشدة",
        "zh": "玛丽亚给我们做的logo，强烈推荐她",
    },
    "introduction": {
        "en": "Hi all, I'm new here, nice to meet you",
        "es": "Hola a todos, soy nuevo aquí, encantado",
        "pt": "Oi pessoal, sou nova aqui, prazer",
        "de": "Hallo zusammen, ich bin neu hier und freue mich",
        "fr": "Bonjour à tous, je suis nouvelle ici, ravie de vous rencontrer",
        "it": "Ciao a tutti, sono nuova qui, piacere",
        "ru": "Всем привет, я новенькая, рада знакомству",
        "tr": "Merhaba arkadaşlar, ben yeni katıldım, memnun oldum",
        "id": "Halo semua, saya anggota baru, salam kenal",
        "hi": "नमस्ते सभी को, मैं यहाँ नया हूँ",
        "ar": "مرحبا جميعا، أنا جديد هنا، تشرفت",
        "zh": "大家好，我是新来的，请多关照",
    },
    "thanks": {
        "en": "Thank you so much, Bo",
        "es": "Muchas gracias, Bo",
        "pt": "Muito obrigada, Bo",
        "de": "Vielen Dank, Bo",
        "fr": "Merci beaucoup, Bo",
        "it": "Grazie mille, Bo",
        "ru": "Спасибо большое, Бо",
        "tr": "Çok teşekkür ederim, Bo",
        "id": "Terima kasih banyak, Bo",
        "hi": "बहुत धन्यवाद, बो",
        "ar": "شكرا جزيلا يا بو",
        "zh": "非常感谢，波",
    },
}
STANCES = {"offers service": Stance.SELF, "seeks": Stance.ASKING, "praise": Stance.OTHERS}
CASES = [(meaning, language) for meaning, texts in SAID.items() for language in texts]


@pytest.mark.parametrize(("meaning", "language"), CASES)
def test_what_is_meant_is_understood(meaning: str, language: str):
    assert meaning in parse(message(SAID[meaning][language])).intent.said


@pytest.mark.parametrize(("meaning", "language"), [case for case in CASES if case[0] in STANCES])
def test_whose_thing_it_is_about_is_told(meaning: str, language: str):
    assert classified(SAID[meaning][language]).stance is STANCES[meaning]


@pytest.mark.parametrize(("meaning", "language"), [case for case in CASES if case[0] != "offers service"])
def test_what_sells_nothing_is_left_in_peace(meaning: str, language: str):
    assert classified(SAID[meaning][language]).score < 0.2


@pytest.mark.parametrize("language", SAID["seeks"])
def test_who_seeks_a_designer_asks_for_a_service(language: str):
    assert "service" in classified(SAID["seeks"][language]).asks_for


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("I am looking for a designer, budget £200, DM me", Stance.ASKING),
        ("Need a logo? I can help, message me for prices", Stance.SELF),
        ("I used her for my logo and she was great, £80, @maria", Stance.OTHERS),
        ("I am looking for new clients for my design studio", Stance.SELF),
        ("Admin, please remove this spam: buy my course, 50% off", Stance.NONE),
        ("The trains are late again", Stance.NONE),
    ],
)
def test_the_same_words_sell_seek_and_praise(text: str, stance: Stance):
    assert classified(text).stance is stance


@pytest.mark.parametrize(
    "text",
    [
        "Does anyone know what time the bank closes today?",
        "Why is my electricity bill higher than my rent this month?",
        "Happy new year all! What are everybody's goals for this quarter?",
    ],
)
def test_who_asks_for_the_time_asks_for_no_supplier(text: str):
    assert classified(text).asks_for == ()


def test_what_promotes_is_the_authors_own_or_praise_of_another():
    adverts = ["My new podcast episode is out", "I sell handmade mugs, 12 each, order at mugs.com", "Hire me! DM me"]

    assert {classified(text).stance for text in adverts} <= {Stance.SELF, Stance.OTHERS}


def test_who_has_the_bot_announce_something_is_no_advertiser_but_an_advert_behind_a_slash_is_one():
    event = classified("/event Breakfast | 2026-01-20 09:00 | Cafe Rosa")
    advert = classified(
        "/rules Buy my sourdough course now, 50% off until Sunday, only £40! Book at https://crumb.com or DM me"
    )

    assert act(event) != "act"
    assert act(advert) == "act"
    assert "gives a bot a command" in {signal.name for signal in event.signals}


@pytest.mark.parametrize("text", ["I'll send it tomorrow", "I can send it tomorrow", "I'll bring it on Friday"])
def test_who_promises_something_in_an_answer_sells_nothing(text: str):
    promise = classified(text, reply_to="0")

    assert "promises something to whom it answers" in {signal.name for signal in promise.signals}
    assert act(promise) == "none"


def test_a_promise_beside_an_offer_excuses_nothing():
    offer = names("I do logos from £50, DM me and I'll send my prices", reply_to="0")

    assert "promises something to whom it answers" not in offer
