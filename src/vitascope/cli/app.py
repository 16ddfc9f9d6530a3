"""Every command with its options; what a command does lies in the module of its name."""
# ruff: noqa: PLC0415 - each command imports what it needs, so that --help answers at once

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vitascope import __version__
from vitascope.cli import db, keys, models, queue, webhooks
from vitascope.cli.configuration import configure
from vitascope.cli.examples import explain
from vitascope.cli.options import AsJson, DatabaseUrl, DataDir, StorageUrl
from vitascope.domain.request import NUM_FRAMES, AspectRatio, Resolution

app = typer.Typer(
    name="vitascope",
    help="A video-generation server you host.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(keys.app, name="keys")
app.add_typer(db.app, name="db")
app.add_typer(models.app, name="models")
app.add_typer(queue.app, name="queue")
app.add_typer(webhooks.app, name="webhooks")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vitascope {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """A video-generation server you host."""


@app.command()
def serve(  # noqa: PLR0913, PLR0917 - one parameter for each option
    host: Annotated[
        str | None, typer.Option(help="The address to bind [127.0.0.1].", show_default=False)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="The port to bind, 0 for a free one [8000].", show_default=False),
    ] = None,
    data_dir: DataDir = None,
    tls_cert: Annotated[Path | None, typer.Option(help="PEM file of the certificate: serve https.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="PEM file of the certificate's key.")] = None,
    database_url: DatabaseUrl = None,
    storage_url: StorageUrl = None,
    slots: Annotated[
        str | None, typer.Option(help="Generations at the same time: 2, or 4x1,1x4 [1].", show_default=False)
    ] = None,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Leave rendering to workers.")] = False,
) -> None:
    """Serve the API and render what it accepts."""
    from vitascope.cli.serve import run

    given = {"host": host, "port": port, "data_dir": data_dir, "slots": "0" if no_worker else slots}
    run(configure(**given, database_url=database_url, storage_url=storage_url), tls_cert, tls_key)


@app.command()
def worker(  # noqa: PLR0913, PLR0917 - one parameter for each option
    database_url: DatabaseUrl = None,
    storage_url: StorageUrl = None,
    slots: Annotated[
        str | None,
        typer.Option(help="Slots x devices: 4x1,1x4 is four of one and one of four [1].", show_default=False),
    ] = None,
    pools: Annotated[
        str | None, typer.Option(help="Queues to work on, comma-separated [default].", show_default=False)
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="What `vitascope ps` calls it [host and process].", show_default=False)
    ] = None,
    drain: Annotated[
        float | None,
        typer.Option(
            min=0, help="Seconds running work may take to finish at the end [30].", show_default=False
        ),
    ] = None,
    metrics_port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Serve metrics on this port.", show_default=False)
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(help="Have the slots in a Ray cluster: auto, host:port [here].", show_default=False),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Render for the API nodes that share a PostgreSQL database and a storage."""
    from vitascope.cli.worker import run

    given = {"slots": slots, "pools": pools, "worker_name": name, "drain_seconds": drain}
    places = {"database_url": database_url, "storage_url": storage_url, "data_dir": data_dir}
    run(configure(**given, **places, metrics_port=metrics_port, ray=ray))


@app.command()
def ps(
    as_json: AsJson = False,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Show it anew every second.")] = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Show the workers, their slots and what they make."""
    from vitascope.cli.ps import run

    run(configure(database_url=database_url, data_dir=data_dir), as_json=as_json, watch=watch)


@app.command()
def generate(  # noqa: PLR0913, PLR0917 - one parameter for each option
    prompt: Annotated[str, typer.Argument(help="What is to be seen.")],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="The file to write; - is stdout [<id>.mp4].", show_default=False),
    ] = None,
    first: Annotated[str | None, typer.Option(metavar="FILE|URL", help="The first frame.")] = None,
    last: Annotated[str | None, typer.Option(metavar="FILE|URL", help="The last frame.")] = None,
    extend: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="Continue this generation or video.")
    ] = None,
    lead_into: Annotated[str | None, typer.Option(metavar="ID|FILE", help="Lead into this one.")] = None,
    loop: Annotated[bool, typer.Option("--loop", help="Make the end meet the beginning.")] = False,
    resolution: Annotated[
        Resolution | None, typer.Option(help="The short side [1080p].", show_default=False)
    ] = None,
    aspect_ratio: Annotated[AspectRatio | None, typer.Option(help="[16:9]", show_default=False)] = None,
    duration: Annotated[
        int | None, typer.Option(min=1, max=20, help="In seconds [5].", show_default=False)
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, max=2**31 - 1, help="For the same video again.")] = None,
    num_frames: Annotated[
        int | None,
        typer.Option(min=NUM_FRAMES[0], max=NUM_FRAMES[1], help="The length in frames, 24 a second."),
    ] = None,
    model: Annotated[str, typer.Option(help="The model, or the role it has.")] = "luma/ray-2",
    plan: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Follow this plan.", show_default=False)
    ] = None,
    plan_only: Annotated[bool, typer.Option("--plan-only", help="Print the plan as JSON.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Make one video, with or without a running server."""
    from vitascope.cli.ends import end
    from vitascope.cli.generate import Wish, run
    from vitascope.cli.plans import read_plan, show_plan

    given = {
        "resolution": resolution,
        "aspect_ratio": aspect_ratio,
        "duration": duration,
        "seed": seed,
        "num_frames": num_frames,
        "loop": loop or None,
        "plan": read_plan(plan),
    }
    wish = Wish(
        fields={"model": model, "prompt": prompt}
        | {name: value for name, value in given.items() if value is not None},
        start=end("--first", first, "--extend", extend),
        end=end("--last", last, "--lead-into", lead_into),
    )
    if plan_only:
        show_plan(configure(data_dir=data_dir), wish.fields, (wish.start, wish.end))
    else:
        run(configure(data_dir=data_dir), wish, out)


@app.command()
def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Put right what can be put right from here.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Look for what keeps vitascope from working here; say how to put it right."""
    from vitascope.cli.doctor import run

    run(configure(data_dir=data_dir), mend=fix)


@app.command()
def bench(
    frames: Annotated[int, typer.Option(min=2, max=480, help="Length of the clip, 24 a second.")] = 24,
    model: Annotated[str, typer.Option(help="The model, or the role it has.")] = "luma/ray-2",
    as_json: AsJson = False,
) -> None:
    """Measure how long this machine takes for a clip of 540p, and what that means for larger ones."""
    from vitascope.cli.bench import run

    run(configure(), model, frames, as_json=as_json)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The video or a picture of one.", exists=True, dir_okay=False)],
    trust: Annotated[
        Path | None,
        typer.Option(metavar="PEM", help="Authorities to trust [this installation's].", show_default=False),
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Say what made a video, when, and whether it was altered since. Needs no network."""
    from vitascope.cli.verify import run

    run(configure(data_dir=data_dir), file, trust, as_json=as_json)


@app.command()
def warm() -> None:
    """Compile and load what the installed engines need, so that the first video starts at once."""
    from vitascope.cli.warm import run

    run(configure())


@app.command()
def mcp(data_dir: DataDir = None) -> None:
    """Offer the tools of the Model Context Protocol on stdin and stdout."""
    from vitascope.cli.mcp import run

    run(configure(data_dir=data_dir))


explain(app)
