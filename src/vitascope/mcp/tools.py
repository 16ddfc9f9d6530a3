"""The tools."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, nullcontext
from typing import Annotated, Any

import anyio
from mcp.server.mcpserver import Context, Image
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, ResourceLink, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from vitascope.domain.request import NUM_FRAMES, AspectRatio, Resolution
from vitascope.errors import VitascopeError
from vitascope.mcp.shown import PICTURES, VIDEOS, Shown
from vitascope.mcp.studio import Studio
from vitascope.service.rules import SECONDS

Whose = Callable[[Context[Any, Any]], Awaitable[str]]
LISTED = 20
STOP_SECONDS = 5.0
READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
MAKES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
STOPS = ToolAnnotations(
    read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False
)

Id = Annotated[str, Field(description="A generation's id, as generate or list gave it.")]
Prompt = Annotated[
    str, Field(description="What is to be seen: subject, place, light, and how the camera moves.")
]
# Bounds and words are told, and checked by the service: it says what is wrong in a sentence.
Frames = Annotated[
    int | None,
    Field(
        description=f"Exactly so many frames, {NUM_FRAMES[0]} to {NUM_FRAMES[1]}, 24 a second; wins over "
        "duration."
    ),
]
Seconds = Annotated[int, Field(description=f"Length in seconds, {SECONDS[0]} to {SECONDS[1]}.")]
Seed = Annotated[int | None, Field(description="The same seed makes the same video.")]
Model = Annotated[
    str,
    Field(
        description="luma/ray-2 for the best installed model, luma/ray-flash-2 for the fast one, or a name."
    ),
]
Wait = Annotated[
    bool, Field(description="Wait for the video, with progress; else answer at once and ask status later.")
]


class Listed(BaseModel):
    """Some generations, the newest first."""

    generations: list[Shown]


class Tools:
    """One method for each tool; their docstrings are what a model reads."""

    def __init__(self, studio: Studio, whose: Whose) -> None:
        self._studio = studio
        self._whose = whose

    async def generate(  # noqa: PLR0913, PLR0917 - one parameter for each option
        self,
        prompt: Prompt,
        ctx: Context[Any, Any],
        resolution: Annotated[
            str, Field(description="The short side.", json_schema_extra={"enum": [*Resolution]})
        ] = Resolution.P720.value,
        aspect_ratio: Annotated[
            str, Field(description="Width to height.", json_schema_extra={"enum": [*AspectRatio]})
        ] = AspectRatio.WIDE.value,
        duration: Seconds = 5,
        num_frames: Frames = None,
        first_image: Annotated[
            str | None, Field(description="What it begins with: a URL, or a file where it runs locally.")
        ] = None,
        last_image: Annotated[str | None, Field(description="What it ends with.")] = None,
        loop: Annotated[bool, Field(description="The end leads into the beginning.")] = False,
        seed: Seed = None,
        model: Model = "luma/ray-2",
        wait: Wait = True,
    ) -> Annotated[CallToolResult, Shown]:
        """Make a video from a prompt, from pictures, or both."""
        fields = {
            "prompt": prompt,
            "model": model,
            "resolution": resolution,
            "aspect_ratio": aspect_ratio,
            "duration": duration,
            "num_frames": num_frames,
            "loop": loop,
            "seed": seed,
        }
        return await self._make(ctx, fields, {"first": first_image, "last": last_image}, wait=wait)

    async def extend(  # noqa: PLR0913, PLR0917
        self,
        id: Id,  # noqa: A002 - what a model writes
        prompt: Prompt,
        ctx: Context[Any, Any],
        duration: Seconds = 5,
        num_frames: Frames = None,
        seed: Seed = None,
        model: Model = "luma/ray-2",
        wait: Wait = True,
    ) -> Annotated[CallToolResult, Shown]:
        """Continue a completed video; `stitched` of the answer is old and new as one."""
        fields = {
            "prompt": prompt,
            "model": model,
            "duration": duration,
            "num_frames": num_frames,
            "seed": seed,
        }
        return await self._make(ctx, fields, {"extend": id}, wait=wait)

    async def status(
        self,
        id: Id,  # noqa: A002
        ctx: Context[Any, Any],
        wait: Annotated[bool, Field(description="Wait until it has ended, with progress.")] = False,
    ) -> Annotated[CallToolResult, Shown]:
        """How a generation stands, and its files once it is completed."""
        with _plainly():
            owner = await self._whose(ctx)
            if wait:
                with self._studio.waiting(owner):
                    found = await self._studio.follow(owner, id, _teller(ctx))
            else:
                found = await self._studio.get(owner, id)
            return await self._answer(owner, found)

    async def cancel(self, id: Id, ctx: Context[Any, Any]) -> Annotated[CallToolResult, Shown]:  # noqa: A002
        """Stop a generation; one that has ended stays as it is."""
        with _plainly():
            owner = await self._whose(ctx)
            return await self._answer(owner, await self._studio.cancel(owner, id))

    async def list(
        self,
        ctx: Context[Any, Any],
        limit: Annotated[int, Field(ge=1, le=100, description="How many.")] = LISTED,
    ) -> Listed:
        """The latest generations, the newest first."""
        with _plainly():
            return Listed(generations=await self._studio.list(await self._whose(ctx), limit))

    async def _make(
        self, ctx: Context[Any, Any], fields: dict[str, Any], ends: dict[str, str | None], *, wait: bool
    ) -> CallToolResult:
        with _plainly():
            owner = await self._whose(ctx)
            with self._studio.waiting(owner) if wait else nullcontext():
                found = await self._studio.create(owner, fields, ends)
                if wait:
                    found = await self._followed(ctx, owner, found)
            return await self._answer(owner, found)

    async def _followed(self, ctx: Context[Any, Any], owner: str, made: Shown) -> Shown:
        """Wait; a caller who gives up gets no video and pays for none."""
        try:
            return await self._studio.follow(owner, made.id, _teller(ctx))
        except anyio.get_cancelled_exc_class():
            with anyio.move_on_after(STOP_SECONDS, shield=True):
                await self._studio.cancel(owner, made.id)
            raise

    async def _answer(self, owner: str, found: Shown) -> CallToolResult:
        """What is known, links to the files, and a sheet of frames to look at."""
        content: list[Any] = [
            TextContent(type="text", text=found.model_dump_json(indent=1, exclude_none=True))
        ]
        if "sheet" in found.resources:
            sheet = await self._studio.read(owner, found.id, "sheet")
            content.append(Image(data=sheet, format="jpeg").to_image_content())
        for name, link in found.resources.items():
            kind = (PICTURES | VIDEOS)[name]
            content.append(ResourceLink(type="resource_link", uri=link, name=name, mime_type=kind))
        failed = found.state == "failed"
        return CallToolResult(
            content=content, structured_content=found.model_dump(mode="json"), is_error=failed
        )


def _teller(ctx: Context[Any, Any]) -> Callable[[Shown], Awaitable[None]]:
    async def tell(found: Shown) -> None:
        place = f", {found.queue_position} before it" if found.queue_position else ""
        await ctx.report_progress(found.progress, 1.0, f"{found.state}: {found.stage}{place}")

    return tell


@contextmanager
def _plainly() -> Generator[None]:
    """Our errors as what a model reads."""
    try:
        yield
    except VitascopeError as error:
        raise ToolError(error.message) from error
