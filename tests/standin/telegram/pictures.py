"""Pictures: kept by file_id, told in two sizes."""

import hashlib

from tests.standin.telegram.refusal import bad_request
from tests.standin.telegram.world import Json, World

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
"""A picture of one point, for those who bring none."""
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
LARGEST = 10 * 1024 * 1024


def photo_sizes(world: World, content: bytes) -> list[Json]:
    """Of a picture that is new to the server."""
    return [_size(world.keep_file(content), content, 90), _size(world.keep_file(content), content, 800)]


def given_photo(world: World, named: str | None, uploads: dict[str, bytes], field: str = "photo") -> list[Json]:
    """From an upload, a file_id or an address."""
    upload = uploads.get(named.removeprefix("attach://")) if named else uploads.get(field)
    if upload is not None:
        return photo_sizes(world, _checked(upload))
    if named in world.files:
        content = world.files[str(named)]
        return [_size(str(named), content, 800)]
    if named and named.startswith(("http://", "https://")):
        return photo_sizes(world, PIXEL)
    raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")


def file_json(world: World, file_id: str) -> Json:
    content = world.files.get(file_id)
    if content is None:
        raise bad_request("invalid file_id")
    return {
        "file_id": file_id,
        "file_unique_id": _unique(content),
        "file_size": len(content),
        "file_path": f"photos/{file_id}.jpg",
    }


def file_at(world: World, path: str) -> bytes | None:
    return world.files.get(path.removeprefix("photos/").removesuffix(".jpg"))


def _checked(content: bytes) -> bytes:
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > LARGEST or not content.startswith(SIGNATURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return content


def _size(file_id: str, content: bytes, width: int) -> Json:
    return {
        "file_id": file_id,
        "file_unique_id": _unique(content),
        "file_size": len(content),
        "width": width,
        "height": width * 3 // 4,
    }


def _unique(content: bytes) -> str:
    return f"AQAD{hashlib.sha256(content).hexdigest()[:12]}"
