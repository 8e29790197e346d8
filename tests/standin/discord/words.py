"""What a message says, and what of it is kept from a bot without the intent for it."""

from tests.standin.discord.places import Json

BLANK: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


def said(body: Json) -> str:
    """Its words; of one without any, those of its embeds."""
    return str(body["content"]) or "\n".join(line for embed in body["embeds"] for line in _lines(embed))


def _lines(embed: Json) -> list[str]:
    lines = [embed.get("title"), embed.get("description")]
    for field in embed.get("fields") or ():
        lines += [field["name"], field["value"]]
    return [line for line in [*lines, (embed.get("footer") or {}).get("text")] if line]


def readable(body: Json, bot: int) -> Json:
    """Without the words that the bot is not to read; what is answered or forwarded counts by itself."""
    told = body
    if not _concerns(body, bot):
        told = body | BLANK
        if "message_snapshots" in body:
            told["message_snapshots"] = [{"message": one["message"] | BLANK} for one in body["message_snapshots"]]
    if body.get("referenced_message"):
        told = told | {"referenced_message": readable(body["referenced_message"], bot)}
    return told


def _concerns(body: Json, bot: int) -> bool:
    """Its own messages and those that mention it are told whole in any case."""
    return int(body["author"]["id"]) == bot or any(int(user["id"]) == bot for user in body["mentions"])
