"""What a message may carry: embeds, components, mentions, attachments."""

from collections.abc import Iterator
from typing import Any

from tests.standin.discord.schema.kinds import (
    Anything,
    Fields,
    Kind,
    ListOf,
    Moment,
    Number,
    Report,
    Snowflake,
    Text,
    Whole,
    Yes,
    fields,
    one_of,
)

EMBEDS_ALTOGETHER = 6000
COMPONENTS_V2 = 1 << 15
PARTS_ALTOGETHER, TEXT_ALTOGETHER = 40, 4000
_PICTURE = fields(
    url=Text(),
    proxy_url=Text(),
    height=Whole(),
    width=Whole(),
    content_type=Text(),
    flags=Whole(),
    placeholder=Text(),
    placeholder_version=Whole(),
    description=Text(),
)
_FIELD = fields(["name", "value"], name=Text(256, 1), value=Text(1024, 1), inline=Yes())
EMBED = fields(
    title=Text(256),
    type=Text(),
    description=Text(4096),
    url=Text(2048),
    timestamp=Moment(),
    color=Whole(0, 0xFFFFFF),
    footer=fields(text=Text(2048), icon_url=Text(2048), proxy_icon_url=Text()),
    image=_PICTURE,
    thumbnail=_PICTURE,
    video=_PICTURE,
    provider=fields(name=Text(), url=Text()),
    author=fields(name=Text(256), url=Text(2048), icon_url=Text(2048), proxy_icon_url=Text()),
    fields=ListOf(_FIELD, 25),
    flags=Whole(),
)
MENTIONS = fields(
    parse=ListOf(one_of("roles", "users", "everyone")),
    roles=ListOf(Snowflake(), 100),
    users=ListOf(Snowflake(), 100),
    replied_user=Yes(),
)
REFERENCE = fields(
    type=one_of(0, 1), message_id=Snowflake(), channel_id=Snowflake(), guild_id=Snowflake(), fail_if_not_exists=Yes()
)
ATTACHMENT = fields(
    id=Snowflake(),
    filename=Text(1024),
    description=Text(1024),
    title=Text(1024),
    url=Text(),
    proxy_url=Text(),
    size=Whole(),
    content_type=Text(),
    height=Whole(),
    width=Whole(),
    ephemeral=Yes(),
    duration_secs=Number(),
    waveform=Text(),
    flags=Whole(),
    spoiler=Yes(),
    placeholder=Text(),
    placeholder_version=Whole(),
)
_EMOJI = fields(id=Snowflake(), name=Text(), animated=Yes())
_OPTION = fields(
    ["label", "value"], label=Text(100, 1), value=Text(100, 1), description=Text(100), emoji=_EMOJI, default=Yes()
)
BUTTON, STRING_SELECT, TEXT_INPUT = 2, 3, 4
SELECTS = frozenset({3, 5, 6, 7, 8})
_PARTS: dict[int, Fields] = {
    BUTTON: fields(
        ["type", "style"], type=Whole(), id=Whole(), style=Whole(1, 6), label=Text(80), emoji=_EMOJI,
        custom_id=Text(100, 1), url=Text(512), sku_id=Snowflake(), disabled=Yes(),
    ),
    TEXT_INPUT: fields(
        ["type", "custom_id", "style"], type=Whole(), id=Whole(), style=Whole(1, 2), label=Text(45),
        custom_id=Text(100, 1), min_length=Whole(0, 4000), max_length=Whole(1, 4000), required=Yes(),
        value=Text(4000), placeholder=Text(100),
    ),
}  # fmt: skip
_SELECT = fields(
    ["type", "custom_id"], type=Whole(), id=Whole(), custom_id=Text(100, 1), options=ListOf(_OPTION, 25, 1),
    channel_types=ListOf(Whole()), placeholder=Text(150), default_values=ListOf(Anything(), 25),
    min_values=Whole(0, 25), max_values=Whole(1, 25), disabled=Yes(), required=Yes(),
)  # fmt: skip


class _Rows:
    """Five rows of five buttons, or of one menu; of the newer layout only the number is known here."""

    def check(self, value: Any, path: str, report: Report) -> None:
        if not isinstance(value, list):
            report.error(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if any(isinstance(row, dict) and row.get("type") != 1 for row in value):
            return
        if len(value) > 5:
            report.error(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
        for number, row in enumerate(value):
            self._row(row, f"{path}.{number}", report)
        self._twice(value, path, report)

    def _row(self, row: Any, path: str, report: Report) -> None:
        ROW.check(row, path, report)
        parts = row.get("components") if isinstance(row, dict) else None
        for number, part in enumerate(parts if isinstance(parts, list) else ()):
            _part(part, f"{path}.components.{number}", report)
        if isinstance(parts, list) and any(_type(part) in SELECTS for part in parts) and len(parts) > 1:
            report.error(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 1 in length.")

    def _twice(self, rows: list[Any], path: str, report: Report) -> None:
        seen: set[str] = set()
        for number, row in enumerate(rows):
            for place, part in enumerate(row.get("components") or ()) if isinstance(row, dict) else ():
                name = part.get("custom_id") if isinstance(part, dict) else None
                if name is not None and name in seen:
                    where = f"{path}.{number}.components.{place}.custom_id"
                    report.error(where, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
                seen.add(str(name))


ROW = fields(["type", "components"], type=Whole(), id=Whole(), components=ListOf(Anything(), 5, 1))
COMPONENTS = _Rows()


def _type(part: Any) -> Any:
    return part.get("type") if isinstance(part, dict) else None


def _part(part: Any, path: str, report: Report) -> None:
    kind = _type(part)
    table = _SELECT if kind in SELECTS else _PARTS.get(kind)
    if table is None:
        report.error(f"{path}.type", "BASE_TYPE_CHOICES", "Value must be one of the component types.")
        return
    table.check(part, path, report)
    if kind == BUTTON:
        _button(part, path, report)


def _button(part: dict[str, Any], path: str, report: Report) -> None:
    leads_away = part.get("style") in {5, 6}
    if leads_away and part.get("custom_id"):
        report.error(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A link has no custom id")
    if not leads_away and not part.get("custom_id"):
        report.error(path, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id required")
    if not part.get("label") and not part.get("emoji") and part.get("style") != 6:
        report.error(path, "BUTTON_COMPONENT_INVALID_EMOJI", "A button needs a label or an emoji")


def wrong_layout(given: dict[str, Any]) -> tuple[str, str] | None:
    """Path and sentence: a message is of rows, or of the newer layout with its flag and nothing beside it."""
    newer = bool((given.get("flags") or 0) & COMPONENTS_V2)
    parts = given.get("components") or []
    if not newer:
        plain = all(part.get("type") == 1 for part in parts)
        return None if plain else ("components", "Only action rows are allowed without IS_COMPONENTS_V2")
    for name in "content", "embeds", "poll", "sticker_ids":
        if given.get(name):
            return name, "The field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
    everything = list(_all_parts(parts))
    if len(everything) > PARTS_ALTOGETHER:
        return "components", f"The total number of components cannot exceed {PARTS_ALTOGETHER}"
    if sum(len(part.get("content") or "") for part in everything) > TEXT_ALTOGETHER:
        return "components", f"The total displayable text size cannot exceed {TEXT_ALTOGETHER}"
    return None


def _all_parts(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        beside = [part["accessory"]] if "accessory" in part else []
        yield from _all_parts([*(part.get("components") or ()), *beside])


class _Embeds:
    """At most ten, of 6,000 characters altogether."""

    def check(self, value: Any, path: str, report: Report) -> None:
        ListOf(EMBED, 10).check(value, path, report)
        if not report.errors and sum(map(embed_length, value)) > EMBEDS_ALTOGETHER:
            words = f"Embed size exceeds maximum size of {EMBEDS_ALTOGETHER}"
            report.error(path, "MAX_EMBED_SIZE_EXCEEDED", words)


EMBEDS = _Embeds()


def embed_length(embed: dict[str, Any]) -> int:
    said = [embed.get("title"), embed.get("description")]
    said += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or ():
        said += [field["name"], field["value"]]
    return sum(len(words) for words in said if words)


class Nonce:
    """A number or up to 25 characters."""

    def check(self, value: Any, path: str, report: Report) -> None:
        if not isinstance(value, int):
            Text(25).check(value, path, report)


_COMMON: dict[str, Kind] = {
    "content": Text(2000),
    "embeds": EMBEDS,
    "allowed_mentions": MENTIONS,
    "components": COMPONENTS,
    "attachments": ListOf(ATTACHMENT, 10),
    "flags": Whole(),
}
MESSAGE = Fields(
    {
        **_COMMON,
        "nonce": Nonce(),
        "enforce_nonce": Yes(),
        "tts": Yes(),
        "message_reference": REFERENCE,
        "sticker_ids": ListOf(Snowflake(), 3),
        "poll": Anything(),
    }
)
EDIT = Fields({**_COMMON, "tts": Yes()})  # of no meaning here, but the library sends it
FOLLOWUP = Fields({**_COMMON, "tts": Yes(), "username": Text(80), "avatar_url": Text(), "thread_name": Text(100)})
ANSWER_DATA = Fields(
    {
        **_COMMON,
        "tts": Yes(),
        "choices": ListOf(
            fields(["name", "value"], name=Text(100, 1), name_localizations=Anything(), value=Anything()), 25
        ),
        "custom_id": Text(100, 1),
        "title": Text(45, 1),
    }
)
