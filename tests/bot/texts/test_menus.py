"""The menus of commands: every command in every language, within the platforms' bounds."""

import pytest

from bot.answers.answer import _COMMANDS as ANSWERED
from bot.commands import _COMMANDS as OBEYED
from bot.giving import COMMANDS as ARRANGED
from bot.live.asked import COMMANDS as BY_THE_CLOCK
from bot.texts.menus import ADMINS, MENUS, menu


@pytest.mark.parametrize("language", MENUS)
def test_every_command_stands_in_every_language(language):
    found = menu(language, admins=True)

    assert [name for name, _ in found] == list(ADMINS)
    assert all(3 <= len(does) <= 100 for _, does in found)


def test_every_command_in_the_menus_is_answered_or_obeyed():
    assert set(ADMINS) <= ANSWERED.keys() | OBEYED.keys() | ARRANGED.keys() | BY_THE_CLOCK
