"""What the commands are called in other languages, where a platform lets a command have several names."""

from collections.abc import Mapping
from typing import Final

_ENGLISH: Final = (
    "rules", "me", "why", "draft", "appeal", "undo", "thanks", "refer", "intro", "event", "checkin", "offer", "seek",
    "named", "away", "stop", "export", "forget", "help", "status", "policy", "log", "pass", "approve", "deny", "pardon",
    "resume", "summary", "nudges", "welcomer",
)  # fmt: skip
_OTHERS: Final[Mapping[str, str]] = {
    "es": """
        reglas yo porqué borrador apelar deshacer gracias recomendar presentar evento llegada ofrezco busco
        nombrarme ausente parar exportar olvidar ayuda estado política registro permitir aprobar denegar perdonar
        reanudar resumen invitaciones bienvenida
    """,
    "pt": """
        regras eu porquê rascunho recorrer desfazer obrigado recomendar apresentar evento chegada ofereço procuro
        nomear ausente parar exportar esquecer ajuda estado política registro permitir aprovar negar perdoar
        retomar resumo convites boasvindas
    """,
    "de": """
        regeln ich warum entwurf einspruch zurücknehmen danke empfehlen vorstellen termin ankunft biete suche
        nennen abwesend stopp export vergessen hilfe zustand richtlinie protokoll erlauben zustimmen ablehnen verzeihen
        weiter zusammenfassung einladungen begrüßen
    """,
    "fr": """
        règles moi pourquoi brouillon recours annuler merci recommander présenter événement arrivée propose cherche
        nommer absent arrêter exporter oublier aide état politique journal permettre approuver refuser pardonner
        reprendre résumé invitations accueillir
    """,
    "ru": """
        правила я почему черновик обжаловать отменить спасибо рекомендовать познакомить встреча отметиться предлагаю ищу
        назвать отсутствую стоп выгрузка забыть помощь состояние политика журнал пропустить одобрить отказать простить
        продолжить сводка приглашения приветствие
    """,
}
NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    language: dict(zip(_ENGLISH, words.split(), strict=True)) for language, words in _OTHERS.items()
}
"""By language, then by the English name."""
