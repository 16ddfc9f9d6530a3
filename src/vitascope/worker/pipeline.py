"""One generation from top to bottom, inside the child process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from vitascope.clock import SystemClock
from vitascope.domain.generation import Outcome
from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Cancelled as Asked
from vitascope.engines.base import Condition, Engine, FrameBlock, KeepsPlace, MakesSound, Sketches
from vitascope.errors import Cancelled, EngineError
from vitascope.media.encode import Encoder
from vitascope.media.probe import probe
from vitascope.media.sound import add_sound
from vitascope.media.thumbnail import Stills
from vitascope.worker import progress as stages
from vitascope.worker.chain import Chain, stitched, tags
from vitascope.worker.job import Answer, Done, Job, Made, Planned
from vitascope.worker.keyframes import conditions
from vitascope.worker.marks import marks_of, watermark_of
from vitascope.worker.preview import Previews
from vitascope.worker.progress import Progress
from vitascope.worker.signature import sign


def make(job: Job, engine: Engine, tell: Callable[[Answer], None], cancelled: Asked) -> Done:
    """Make the clip and everything that is stored with it, in the job's scratch directory.

    Raises ``Cancelled`` soon after ``cancelled()`` turns true, ``GenerationFailed`` and what is below it
    for what cannot be made, and ``StorageFull`` or the ``OSError`` of a full disk.
    """
    progress = Progress(tell, SystemClock(), job.spec.frames, engine.describe().ahead)
    progress.begin(stages.KEYFRAMES)
    with ThreadPoolExecutor(1, "watermark") as beside:
        watermark = beside.submit(watermark_of, job)  # while pictures are fetched
        ends = conditions(job, tell)
    progress.begin(stages.PLAN)
    spec = _planned(job, engine, ends, tell)
    _go_on(cancelled)
    progress.begin(stages.PREPARE)
    stills = Stills(spec.frames, job.thumbnail_width)
    previews = Previews(job.scratch, spec, tell, SystemClock())
    blocks = _seen(_checked(engine.render(spec, ends, progress.engine, cancelled), spec), stills, previews)
    video = Made("video", job.scratch / "video.mp4", "video/mp4")
    size = (spec.width, spec.height, spec.fps, spec.frames)
    sketch = isinstance(engine, Sketches) and engine.sketched(spec.plan)
    with Encoder(
        video.path, *size, metadata=tags(job), watermark=watermark.result(), sketch=sketch
    ) as encoder:
        _encode(encoder, blocks, progress, cancelled)
        pictures = _pictures(job, stills)  # while the encoder has its last frames still before it
        encoder.close()
    progress.begin(stages.FINISH)
    if isinstance(engine, MakesSound) and (sound := engine.sound()) is not None:
        add_sound(video.path, sound.samples, sound.rate)
    sign(job, video)
    chain = stitched(job, video)
    outcome = _measured(video, spec, chain).model_copy(update={"marks": marks_of(job)})
    return Done(outcome, (video, *pictures, *([chain.made] if chain.made else [])))


def _planned(
    job: Job, engine: Engine, ends: Sequence[Condition], tell: Callable[[Answer], None]
) -> RenderSpec:
    if isinstance(engine, KeepsPlace):
        engine.keep_with(lambda plan: tell(Planned(plan)))
    plan = engine.plan(job.spec, ends)
    if plan is not None:
        tell(Planned(plan))
    return job.spec.model_copy(update={"plan": plan})


def _encode(encoder: Encoder, blocks: Iterator[FrameBlock], progress: Progress, cancelled: Asked) -> None:
    for block in blocks:
        for frame in range(block.count):
            _go_on(cancelled)
            encoder.write(block.y[frame], block.u[frame], block.v[frame])
        progress.encoded(block.index + block.count)


def _seen(blocks: Iterator[FrameBlock], stills: Stills, previews: Previews) -> Iterator[FrameBlock]:
    """Pass the blocks on, with small copies taken of some frames."""
    for block in blocks:
        for frame in range(block.count):
            stills.see(block.index + frame, (block.y[frame], block.u[frame], block.v[frame]))
        previews.see(block)
        yield block


def _checked(blocks: Iterator[FrameBlock], spec: RenderSpec) -> Iterator[FrameBlock]:
    """Pass the blocks on; ``EngineError`` unless they are exactly the frames that were asked for."""
    done = 0
    size = (spec.height, spec.width)
    for block in blocks:
        if block.index != done or block.y.shape[1:] != size:
            raise EngineError(
                f"The engine yielded frames {block.y.shape[2]}x{block.y.shape[1]} from {block.index} on; "
                f"expected {spec.width}x{spec.height} from {done} on. This is a fault of the engine."
            )
        done += block.count
        if done > spec.frames:
            break
        yield block
    if done != spec.frames:
        yielded = f"more than {spec.frames}" if done > spec.frames else str(done)
        raise EngineError(
            f"The engine yielded {yielded} frames; expected exactly {spec.frames}. "
            "This is a fault of the engine."
        )


def _pictures(job: Job, stills: Stills) -> tuple[Made, Made]:
    small, sheet = job.scratch / "thumbnail.webp", job.scratch / "sheet.jpg"
    stills.thumbnail(small)
    stills.contact_sheet(sheet)
    made = Made("thumbnail", small, "image/webp"), Made("sheet", sheet, "image/jpeg")
    for picture in made:
        sign(job, picture)
    return made


def _measured(video: Made, spec: RenderSpec, chain: Chain) -> Outcome:
    found = probe(video.path)
    return Outcome(
        width=found.width,
        height=found.height,
        fps=round(found.fps),
        frames=found.frames,
        duration=found.duration,
        plan=spec.plan,
        stitched_frames=chain.frames,
        stitched_reason=chain.apart,
    )


def _go_on(cancelled: Asked) -> None:
    if cancelled():
        raise Cancelled("The owner cancelled this generation.")
