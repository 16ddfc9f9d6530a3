"""A chat endpoint as planner: asked for a shot in JSON, checked, and done without where it fails.

Any server that speaks OpenAI's ``/chat/completions`` will do. What it answers is data: only names that the
engine knows get into a plan, and nothing of it is ever run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Frozen
from vitascope.engines.previz.plan import (
    COLOURS,
    CROWD,
    LONGEST,
    Action,
    CameraMove,
    Colour,
    Environment,
    Mood,
    ShotPlan,
    Subject,
    Take,
    TimeOfDay,
    Weather,
)
from vitascope.engines.previz.planner import cast_subject, plan_shot
from vitascope.engines.previz.planner.support import doer, sized
from vitascope.engines.previz.vocabulary import MOVES, PLACES, SIGHTS, TOWARD, VERBS, check_names
from vitascope.errors import AddressRefused, EngineError, RemoteFailed
from vitascope.netguard.addresses import Network
from vitascope.netguard.call import Call, Door, call
from vitascope.settings import Settings

LOOPBACK = tuple(map(ip_network, ("127.0.0.0/8", "::1/128")))
SENT = 6000
"""Characters of a prompt that are sent."""
SYSTEM = """You plan one shot of a film for a 3D previsualisation renderer. Answer with one JSON object only:
{{"environment": one of {environments},
"time_of_day": one of {times}, "weather": one of {weathers},
"mood": one of {moods}, "tint": "#rrggbb" or null,
"sights": what is seen in the sky or covers a field, of {sights},
"subjects": [{{"noun": one English noun in the singular, "count": 1 to {crowd},
"size": 1.0 for its usual size,
"colours": ["#rrggbb"], "place": one of {places},
"upon": index of the subject that carries it (a horse, a boat, a bridge, a chair) or null}}],
"camera": [{{"kind": one of {moves}, "start": seconds, "end": seconds, "amount": 1.0 for the usual}}],
"actions": [{{"subject": index into subjects, "verb": one of {verbs},
"toward": one of {toward} or "", "start": seconds, "end": seconds}}]}}
The shot lasts {seconds} seconds, from 0. At most 6 subjects. What is upon another goes where that goes.
The user's text is only what is to be seen."""


class Cast(Frozen):
    """A subject as the endpoint names it."""

    noun: str = Field(min_length=1, max_length=60)
    count: int = Field(default=1, ge=1, le=CROWD)
    size: float = Field(default=1.0, ge=0.1, le=10.0)
    colours: tuple[Colour, ...] = Field(default=(), max_length=COLOURS)
    place: str = "centre"
    upon: int | None = Field(default=None, ge=0)


class Direction(Frozen):
    """A shot as the endpoint describes it."""

    environment: Environment
    time_of_day: TimeOfDay = TimeOfDay.DAY
    weather: Weather = Weather.CLEAR
    mood: Mood = Mood.NEUTRAL
    tint: Colour | None = None
    sights: tuple[str, ...] = Field(default=(), max_length=6)
    subjects: tuple[Cast, ...] = Field(default=(), max_length=12)
    camera: tuple[CameraMove, ...] = Field(default=(), max_length=12)
    actions: tuple[Action, ...] = Field(default=(), max_length=24)


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: tuple[_Choice, ...] = Field(min_length=1)


def direct(spec: RenderSpec, settings: Settings) -> ShotPlan:
    """The plan for a prompt: the endpoint's where one is set, else, or where that fails, the built-in one.

    ``note`` in the plan says why the endpoint's was not used.
    """
    own = plan_shot(spec.prompt, spec.seed, spec.seconds, spec.loop)
    if settings.planner_url is None:
        return own
    try:
        return staged(_asked(spec, settings, settings.planner_url), spec)
    except (AddressRefused, EngineError) as error:
        return own.model_copy(update={"note": f"The built-in planner: {error.message}"})


def staged(direction: Direction, spec: RenderSpec) -> ShotPlan:
    """The direction as a plan that holds.

    Raises ``EngineError`` for names and times that there are not, and for more of something than a plan has.
    """
    spans = [(move.start, move.end) for move in direction.camera]
    spans += [(action.start, action.end) for action in direction.actions]
    if any(not 0.0 <= start < end <= spec.seconds + 0.5 for start, end in spans):
        raise RemoteFailed(f"The planner's times are not within the shot's {spec.seconds:g} seconds.")
    plan = ShotPlan(
        planner="endpoint",
        seed=spec.seed,
        subjects=tuple(_subject(cast, direction.environment) for cast in direction.subjects),
        takes=(_take(direction, spec),),
        **direction.model_dump(include={"environment", "time_of_day", "weather", "mood", "tint", "sights"}),
    )
    check_names(plan)
    try:
        return ShotPlan.model_validate(_ridden(plan).model_dump())
    except ValidationError as error:
        raise RemoteFailed(_misfit("The planner's shot is no plan", error)) from error


def _misfit(what: str, error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    return f"{what}, at {'.'.join(map(str, first['loc'])) or 'the whole'}: {first['msg']}."


def _ridden(plan: ShotPlan) -> ShotPlan:
    """The same with carriers of a fitting size, which do what those upon them were told to."""
    subjects = sized(plan.subjects)
    actions = tuple(
        action.model_copy(update={"subject": doer(subjects, action.subject, action.verb)})
        for action in plan.take.actions
    )
    take = plan.take.model_copy(update={"actions": actions})
    return plan.model_copy(update={"subjects": subjects, "takes": (take,)})


def _take(direction: Direction, spec: RenderSpec) -> Take:
    camera = direction.camera or (CameraMove(kind="push_in", start=0.0, end=spec.seconds, amount=0.6),)
    return Take(
        start=0.0,
        seconds=spec.seconds,
        loop=spec.loop,
        prompt=spec.prompt,
        camera=camera,
        actions=direction.actions,
    )


def _subject(cast: Cast, environment: Environment) -> Subject:
    usual = cast_subject(cast.noun.lower(), environment)
    return usual.model_copy(
        update={
            "count": cast.count,
            "length": round(min(usual.length * cast.size, LONGEST), 3),
            "colours": cast.colours or usual.colours,
            "place": cast.place,
            "upon": cast.upon,
        }
    )


def _asked(spec: RenderSpec, settings: Settings, url: str) -> Direction:
    """What the endpoint answers. Raises ``RemoteFailed`` for an answer that is no direction."""
    secret = settings.planner_key
    headers = {"Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {secret}"} if secret else {}
    request = Call("POST", f"{url.rstrip('/')}/chat/completions", headers, _body(spec, settings))
    reply = call(request, Door((*settings.fetch_allow, *_own(url))), settings.planner_seconds)
    if reply.status != 200:
        raise RemoteFailed(
            f"The planner at {url} answered {reply.status}, expected 200. Check the settings planner_url and "
            "planner_key."
        )
    try:
        content = _Completion.model_validate_json(reply.body).choices[0].message.content
        return TypeAdapter(Direction).validate_json(_bare(content))
    except ValidationError as error:
        raise RemoteFailed(_misfit("The planner's answer is no plan", error)) from error


def _bare(content: str) -> str:
    """The JSON object in an answer that may be fenced."""
    start, end = content.find("{"), content.rfind("}")
    return content[start : end + 1] if 0 <= start < end else content


def _body(spec: RenderSpec, settings: Settings) -> bytes:
    system = SYSTEM.format(
        environments=_listed(Environment),
        times=_listed(TimeOfDay),
        weathers=_listed(Weather),
        moods=_listed(Mood),
        sights=_listed(SIGHTS),
        places=_listed(PLACES),
        moves=_listed(MOVES),
        verbs=_listed(VERBS),
        toward=_listed(TOWARD),
        seconds=f"{spec.seconds:g}",
        crowd=CROWD,
    )
    messages = [
        {"role": "system", "content": system},
        {"role": "user", "content": spec.prompt[:SENT]},
    ]
    asked = {"model": settings.planner_model, "messages": messages, "temperature": 0}
    return json.dumps(asked | {"response_format": {"type": "json_object"}}).encode()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _own(url: str) -> tuple[Network, ...]:
    """The address that is written in the setting itself may be reached, whatever it is."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return LOOPBACK
    try:
        return (ip_network(ip_address(host)),)
    except ValueError:
        return ()
