"""What ``/v1/videos`` and ``/v1/files`` answer."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from vitascope.http.facts import Facts

Status = Literal["queued", "in_progress", "completed", "failed"]


class Answer(BaseModel):
    """A part of an answer; every field is there, an empty one as null."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class VideoFailure(Answer):
    """Why there is no video."""

    code: str
    message: str


class VideoAssets(Answer):
    """Links to the files; each needs no key and is valid while the file is, or until links end."""

    video: str | None
    thumbnail: str | None
    spritesheet: str | None
    stitched: str | None


class VideoMeta(Facts):
    """An extra of this server: what makes the video and what it is, planned until it is completed."""

    generation_id: str = Field(description="The same id as the other APIs of this server write it.")
    assets: VideoAssets


class VideoObject(Answer):
    """One video. Of one that continues another, ``seconds`` and the content are the whole."""

    id: str
    object: Literal["video"] = "video"
    model: str
    status: Status
    progress: int = Field(ge=0, le=100, description="Per cent.")
    created_at: int = Field(description="Unix seconds.")
    completed_at: int | None
    expires_at: int | None = Field(
        description="Unix seconds from which on an ended video is removed with its files; null: it is kept."
    )
    prompt: str | None
    remixed_from_video_id: str | None
    seconds: str
    size: str
    error: VideoFailure | None
    meta: VideoMeta


class VideoList(Answer):
    """A page of videos."""

    object: Literal["list"] = "list"
    data: list[VideoObject]
    first_id: str | None
    last_id: str | None
    has_more: bool


class VideoDeleted(Answer):
    """That a video is gone."""

    id: str
    object: Literal["video.deleted"] = "video.deleted"
    deleted: Literal[True] = True


class FileObject(Answer):
    """One uploaded file."""

    id: str
    object: Literal["file"] = "file"
    bytes: int
    created_at: int
    expires_at: int | None = None
    filename: str
    purpose: str
    status: Literal["processed"] = "processed"
    status_details: None = None


class FileList(Answer):
    """A page of files."""

    object: Literal["list"] = "list"
    data: list[FileObject]
    first_id: str | None
    last_id: str | None
    has_more: bool


class FileDeleted(Answer):
    """That a file is gone."""

    id: str
    object: Literal["file"] = "file"
    deleted: Literal[True] = True


class OpenAIFault(Answer):
    """What was wrong."""

    message: str
    type: str
    param: str | None
    code: str | None


class OpenAIError(Answer):
    """Every refusal."""

    error: OpenAIFault
