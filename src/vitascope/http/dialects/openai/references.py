"""Pictures and videos as a request refers to them: sent along, uploaded before, linked, or made here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, InstanceOf, WithJsonSchema

from vitascope.errors import InvalidRequest
from vitascope.http.body import parse_json
from vitascope.http.dialects.values import bad
from vitascope.http.forms import SentFile
from vitascope.service.uploads import is_file_id

_PICTURE = "a picture's file, its URL, or an object with one of image_url and file_id"
_VIDEO = "a video's file, its id, or an object with one of id and file_id"


@dataclass(frozen=True)
class PictureReference:
    """A picture: a file, or a URL, which may be a data URL or an upload's id."""

    url: str = ""
    file: SentFile | None = None


@dataclass(frozen=True)
class VideoReference:
    """A video: a file, or the id of a generation or an upload."""

    id: str = ""
    file: SentFile | None = None


def _picture(value: Any) -> PictureReference:
    value = _plain(value)
    if isinstance(value, SentFile):
        return PictureReference(file=value)
    if isinstance(value, dict):
        name, inner = _only(cast("dict[str, Any]", value), ("image_url", "file_id", "url"), _PICTURE)
        if name != "file_id" and isinstance(inner, dict):
            _, inner = _only(cast("dict[str, Any]", inner), ("url",), _PICTURE)
        return PictureReference(url=_id(inner) if name == "file_id" else _text(inner, _PICTURE))
    return PictureReference(url=_text(value, _PICTURE))


def _video(value: Any) -> VideoReference:
    value = _plain(value)
    if isinstance(value, SentFile):
        return VideoReference(file=value)
    if isinstance(value, dict):
        name, inner = _only(cast("dict[str, Any]", value), ("id", "file_id"), _VIDEO)
        return VideoReference(id=_id(inner) if name == "file_id" else _text(inner, _VIDEO))
    return VideoReference(id=_text(value, _VIDEO))


def _plain(value: Any) -> Any:
    """The value itself: out of a list of one, and out of the JSON that some write into a form's field."""
    if isinstance(value, list):
        items = cast("list[object]", value)
        return _plain(items[0]) if len(items) == 1 else items
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            return parse_json(value.encode("utf-8", "surrogatepass"))
        except InvalidRequest as error:
            raise bad("invalid_value", "expected an object as JSON") from error
    return value


def _only(fields: dict[str, Any], names: tuple[str, ...], expected: str) -> tuple[str, Any]:
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    if len(given) != 1 or not given.keys() <= set(names):
        raise bad("invalid_value", f"expected {expected}")
    return given.popitem()


def _id(value: Any) -> str:
    text = _text(value, "a file's id")
    if not is_file_id(text):
        raise bad("invalid_value", "expected a file's id, file-…, as the upload answered it")
    return text


def _text(value: Any, expected: str) -> str:
    if not isinstance(value, str):
        raise bad("invalid_type", f"expected {expected}")
    return value.strip()


_TEXT = {"type": "string", "minLength": 1}
_FILE_ID = {"type": "string", "pattern": "^file-"}
_BYTES = {"type": "string", "format": "binary"}


def _either(one: str, schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"type": "object", "properties": {one: schema}, "required": [one], "additionalProperties": False},
        {
            "type": "object",
            "properties": {"file_id": _FILE_ID},
            "required": ["file_id"],
            "additionalProperties": False,
        },
        _TEXT,
        _BYTES,
    ]


Picture = Annotated[
    InstanceOf[PictureReference],
    BeforeValidator(_picture),
    WithJsonSchema({"anyOf": _either("image_url", _TEXT)}),
]
Video = Annotated[
    InstanceOf[VideoReference], BeforeValidator(_video), WithJsonSchema({"anyOf": _either("id", _TEXT)})
]
