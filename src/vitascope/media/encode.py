"""Frames into MP4, one setting for every engine, in a thread of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from queue import Empty, Full, Queue, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Literal, Self

import numpy as np
from av import VideoFrame

from vitascope.errors import MediaError, StorageFull
from vitascope.media import limits
from vitascope.media.arrays import Plane
from vitascope.media.container import view
from vitascope.media.faults import WRITE_FAULTS, write_fault, writing
from vitascope.media.file import EncodedVideo, described, partial
from vitascope.media.output import Output, OutputStream, create
from vitascope.media.watermark import Watermark
from vitascope.media.x264 import BT709, LIMITED, THREADS, options

End = Literal["start", "end"]
BOTH: frozenset[End] = frozenset({"start", "end"})
_WAITING = 3
"""Frames between renderer and encoder: enough to overlap the two, 37 MB at 3840x2160."""


@dataclass
class Encoder:
    """Writes one H.264 video; a context manager.

    ``pinned`` names the ends that are encoded better than the rest, because they are a given picture
    or because another clip may follow on them; a ``sketch`` is encoded sooner, into a tenth more bytes.
    The file appears at ``path`` when ``close`` returns; leaving the ``with`` block without it leaves no file.
    """

    path: Path
    width: int
    height: int
    fps: int
    frames: int
    pinned: frozenset[End] = field(default=BOTH, kw_only=True)
    metadata: dict[str, str] = field(default_factory=dict[str, str], kw_only=True)
    watermark: Watermark | None = field(default=None, kw_only=True)
    sketch: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        limits.check_video(self.width, self.height, self.frames)
        if self.width % 2 or self.height % 2:
            raise MediaError(f"A video of {self.width}x{self.height} cannot be encoded: sides must be even.")
        self._queue: Queue[VideoFrame | None] = Queue(_WAITING)
        self._spare: SimpleQueue[VideoFrame] = SimpleQueue()
        self._thread = Thread(target=self._run, name="encoder", daemon=True)
        self._failure: MediaError | StorageFull | None = None
        self._written = 0
        self._abandoned = False
        self._ended = False
        self._flushed = False
        self._done = False

    def __enter__(self) -> Self:
        """Create the file and start the encoder's thread."""
        with writing("The video"):
            partial(self.path).touch()  # FFmpeg opens it with the first packet, which may be minutes away
            self._container = create(partial(self.path), self.metadata)
            self._stream = _stream(self._container, self)
        self._thread.start()
        return self

    def write(self, y: Plane, u: Plane, v: Plane) -> None:
        """Append a frame: Y ``(height, width)``, U and V half of each side, ``uint8``; they are copied.

        After the last one the encoder finishes what it holds, while the caller may do something else.
        Waits while the encoder is behind. Raises ``MediaError`` for a wrong shape or one frame too
        many, and what stopped the encoder (``StorageFull`` for a full disk).
        """
        self._check()
        if self._written == self.frames:
            raise MediaError(f"The engine gave more than the {self.frames} frames that were asked for.")
        frame = self._blank()
        for number, plane in enumerate((y, u, v)):
            target = _target(frame, number, plane)
            if self.watermark is not None and number == 0:
                self.watermark.mark(self._written, plane, target)
            elif self.watermark is not None and number == 1:
                self.watermark.tint(plane, target)
            else:
                target[:] = plane
        frame.pts, frame.time_base = self._written, Fraction(1, self.fps)
        self._written += 1
        self._put(frame)
        if self._written == self.frames:
            self._end()

    def close(self) -> EncodedVideo:
        """Finish the file and say what it is; raises as ``write`` does, also for missing frames."""
        if self._written != self.frames:
            raise MediaError(f"The engine gave {self._written} of {self.frames} frames.")
        self._stop()
        self._check()
        if not self._flushed:
            raise MediaError("The encoder stopped before the last frame. This is a fault of the server.")
        with writing("The video"):
            self._container.close()
            partial(self.path).replace(self.path)
            self._done = True
            return described(self.path, self.frames, self.fps)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the thread and remove what was not finished."""
        if self._done:
            return
        self._abandoned = True
        self._stop()
        try:
            self._container.close()
        except WRITE_FAULTS:
            pass  # nobody wants the file any more; the reason is on its way already
        finally:
            partial(self.path).unlink(missing_ok=True)

    def _blank(self) -> VideoFrame:
        """A frame to write into: one that is encoded already, as new memory costs a fault for every page."""
        try:
            return self._spare.get_nowait()
        except Empty:
            return VideoFrame(self.width, self.height, "yuv420p")

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _put(self, frame: VideoFrame | None) -> None:
        """Hand over a frame; not even a thread that has died makes the caller wait for ever."""
        while self._thread.is_alive():
            try:
                self._queue.put(frame, timeout=1.0)
            except Full:
                continue
            return

    def _end(self) -> None:
        """Tell the thread, once, that no frame follows."""
        if not self._ended:
            self._ended = True
            self._put(None)

    def _stop(self) -> None:
        if self._thread.ident is not None:
            self._end()
            self._thread.join()

    def _run(self) -> None:
        """Encode until None comes; after a failure keep taking frames, so that nobody waits for ever."""
        frame = self._queue.get()
        while frame is not None:
            self._encode(frame)
            self._spare.put(frame)  # x264 has copied it
            frame = self._queue.get()
        self._spare = SimpleQueue()
        self._encode(None)
        self._flushed = True

    def _encode(self, frame: VideoFrame | None) -> None:
        if self._abandoned or self._failure is not None:
            return
        try:
            self._container.mux(self._stream.encode(frame))
        except WRITE_FAULTS as error:
            self._failure = write_fault("The video", error)
            self._failure.__cause__ = error


def _stream(container: Output, encoder: Encoder) -> OutputStream:
    stream = container.add_stream("libx264", Fraction(encoder.fps), options=options(encoder))
    context = stream.codec_context
    context.width, context.height, context.pix_fmt = encoder.width, encoder.height, "yuv420p"
    context.time_base = Fraction(1, encoder.fps)
    context.sample_aspect_ratio = Fraction(1)
    context.colorspace = context.color_primaries = context.color_trc = BT709
    context.color_range = LIMITED
    context.thread_count = THREADS
    return stream


def _target(frame: VideoFrame, number: int, values: Plane) -> Plane:
    """Where a plane of the frame is to be written; ``MediaError`` where the values do not fit there."""
    target = view(frame, number)
    if values.shape != target.shape or values.dtype != np.uint8:
        raise MediaError(
            f"Plane {'YUV'[number]} is {values.shape} {values.dtype}; expected {target.shape} uint8."
        )
    return target
