"""A chat's small number, which stands for it in every other table."""

from storage import statements
from storage.engine import Put, Session, ask
from storage.keys import clean

NO_CHAT = 0
"""The number of a chat that the ledger has never heard of: no row has it."""


async def chat_number(session: Session, chat: str, *, make: bool = True) -> int:
    """Return a chat's number, after making one if need be."""
    question = ask(statements.CHAT, name=clean(chat))
    (found,) = await session.fetch(question)
    if not found and make:
        await session.run(Put(statements.NEW_CHAT, [(clean(chat),)]))
        (found,) = await session.fetch(question)
    return int(found[0][0]) if found else NO_CHAT
