"""The files of an export: a plain file, those in a folder, those in a zip. Only reading; nothing is unpacked to disk.

What is in them is for others to say.
"""

import codecs
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from adapters.exports.source import Meter
from chat.errors import ExportError

READ_ERRORS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, UnicodeError)
"""What reading a damaged or vanished file raises."""

CHUNK = 1 << 16
_TEXT_LIKE = frozenset({".json", ".txt"})
_MOST_PARTS = 20_000
# Deflate can't do better than 1032 to 1, and chats pack 3 to 20 times: a bomb is far from any chat.
_WORST_RATIO = 200
_SMALL = 50_000_000


class Part(Protocol):
    """One file with text in it."""

    @property
    def name(self) -> str:
        """Its name with the folders below the export, for people."""

    @property
    def path(self) -> Path:
        """The file on disk: itself, or the zip it is in."""

    @property
    def size(self) -> int:
        """Its length in bytes."""

    def chunks(self, meter: Meter) -> Iterator[bytes]:
        """Yield its bytes, counting them; raises one of `READ_ERRORS`."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file on disk. It is reopened for each chunk, so that thousands of channels need no open handles."""

    path: Path
    name: str
    size: int

    def chunks(self, meter: Meter) -> Iterator[bytes]:
        """Yield its bytes, counting them."""
        offset = 0
        while True:
            with self.path.open("rb") as file:
                file.seek(offset)
                chunk = file.read(CHUNK)
            if not chunk:
                return
            offset += len(chunk)
            meter.read += len(chunk)
            yield chunk


@dataclass(frozen=True, slots=True)
class ZipPart:
    """A file in a zip, unpacked while it is read."""

    path: Path
    name: str
    size: int
    member: zipfile.ZipInfo = field(repr=False)

    def chunks(self, meter: Meter) -> Iterator[bytes]:
        """Yield its unpacked bytes, counting them."""
        with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as file:
            while chunk := file.read(CHUNK):
                meter.read += len(chunk)
                yield chunk


def parts_of(path: Path) -> list[Part]:
    """Return the files that may hold a chat, sorted by name. Raises `ExportError` for a path or zip that is no use."""
    try:
        if path.is_dir():
            return list(_in_folder(path))
        if not path.exists():
            raise ExportError("there is no such file or folder", file=str(path))
        with path.open("rb") as file:
            packed = file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}
        return list(_in_zip(path)) if packed else [FilePart(path, path.name, path.stat().st_size)]
    except OSError as error:
        raise ExportError(f"it can't be opened: {error.strerror or error}", file=str(path)) from error


def _in_folder(path: Path) -> Iterator[Part]:
    for number, file in enumerate(sorted(path.rglob("*"))):
        if number > _MOST_PARTS:
            raise ExportError(f"the folder holds more than {_MOST_PARTS:,} files", file=str(path))
        name = file.relative_to(path).as_posix()
        if _may_hold_a_chat(name) and file.is_file():
            yield FilePart(file, name, file.stat().st_size)


def _in_zip(path: Path) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
    except (*READ_ERRORS, ValueError) as error:
        raise ExportError("the zip is cut off or damaged: export or copy it again", file=str(path)) from error
    wanted = [member for member in members if _may_hold_a_chat(member.filename) and not member.is_dir()]
    if not wanted and any(member.filename.lower().endswith(".zip") for member in members):
        raise ExportError("it is a zip of zips: unpack it and give one of them", file=str(path))
    for member in wanted:
        _refuse_useless(member, path)
        yield ZipPart(path, member.filename, member.file_size, member)


def _refuse_useless(member: zipfile.ZipInfo, path: Path) -> None:
    if member.flag_bits & 1:
        raise ExportError(f"{member.filename} in it is locked with a password: unpack it first", file=str(path))
    if member.file_size > _SMALL and member.file_size > _WORST_RATIO * member.compress_size:
        raise ExportError(
            f"{member.filename} in it claims to unpack to {member.file_size:,} bytes from "
            f"{member.compress_size:,}: no chat does",
            file=str(path),
        )


def _may_hold_a_chat(name: str) -> bool:
    """Leave out hidden files, macOS's shadows of files, and the media folders that DiscordChatExporter makes."""
    path = PurePosixPath(name)
    shown = not any(step.startswith((".", "__MACOSX")) or step.endswith("_Files") for step in path.parts)
    return shown and path.suffix.lower() in _TEXT_LIKE


def utf8(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same text in UTF-8 without a byte order mark; raises `UnicodeError` where UTF-16 is cut off."""
    first = next(chunks, b"")
    encoding, mark = _encoding(first)
    if encoding == "utf-8":
        yield first[len(mark) :]
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    yield decoder.decode(first[len(mark) :]).encode("utf-8", "replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    if decoder.getstate()[0]:
        raise UnicodeError("the file ends within a character")


def _encoding(first: bytes) -> tuple[str, bytes]:
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
    for mark, encoding in marks:
        if first.startswith(mark):
            return encoding, mark
    # Without a mark, text that is mostly Latin shows UTF-16 by its zeros.
    if first[1:200:2].count(0) > 40:
        return "utf-16-le", b""
    return ("utf-16-be", b"") if first[0:200:2].count(0) > 40 else ("utf-8", b"")
