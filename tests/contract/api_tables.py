"""The public APIs as their vendors document them: routes, fields, types, words, what must be there.

The facts were gathered from the vendors' documentation and clients.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Field:
    """A field of a body: its JSON types, whether it must be there, and its words if it has some."""

    types: str
    required: bool = False
    words: tuple[str | int, ...] = ()
    default: object = None
    """What is done where it is absent; None where the documentation names nothing."""


@dataclass(frozen=True)
class Route:
    """A route: the status of its answer, and the fields of its body and its answer."""

    status: str
    body: dict[str, Field] = field(default_factory=dict[str, Field])
    own: str = ""
    """Fields of the body that are this server's."""
    answer: str = ""
    """Fields of the answer, with their JSON types (``error:object|null``) where the documentation gives them;
    further ones are this server's."""
    query: str = ""
    media: tuple[str, ...] = ("application/json",)
    """In which the body is sent; it is the same in each."""


RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21")
BOTH = ("application/json", "multipart/form-data")
AIML_ANSWER = (
    "id:string generation_id:string status:string video:object|null error:object|null meta:object|null"
)
LUMA_ANSWER = (
    "id:string generation_type:string state:string failure_reason:string|null created_at:string "
    "assets:object|null model:string request:object"
)
OPENAI_ANSWER = (
    "id:string object:string model:string status:string progress:integer created_at:integer "
    "completed_at:integer|null expires_at:integer|null prompt:string|null remixed_from_video_id:string|null "
    "seconds:string size:string error:object|null"
)
LIST = "object:string data:array"
PAGE = f"{LIST} first_id:string|null last_id:string|null has_more:boolean"
DELETED = "id:string object:string deleted:boolean"
FILE_ANSWER = "id:string object:string bytes:integer created_at:integer filename:string purpose:string"
WEBHOOK_ANSWER = (
    "id:string object:string created_at:integer updated_at:integer|null event_types:array name:string "
    "signing_secret_hint:string|null url:string"
)
OWN = "seed num_frames concepts plan negative_prompt steps guidance quality lora audio priority webhook"
GRID = "grid_position_x grid_position_y x_start x_end y_start y_end resized_width resized_height"
_GRID = {name: Field("integer") for name in GRID.split()}
CALLBACK = {"callback_url": Field("string")}

AIML: dict[tuple[str, str], Route] = {
    ("POST", "/v2/video/generations"): Route(
        "200",
        {
            "model": Field("string", required=True),
            "prompt": Field("string", required=True),
            "resolution": Field("string", words=("540p", "720p", "1080p", "4k"), default="1080p"),
            "aspect_ratio": Field("string", words=RATIOS, default="16:9"),
            "duration": Field("integer string", words=(5, 9, "5", "9", "5s", "9s"), default=5),
            "keyframes": Field("object"),
            "loop": Field("boolean", default=False),
        },
        OWN,
        AIML_ANSWER,
    ),
    ("GET", "/v2/video/generations"): Route("200", answer=AIML_ANSWER, query="generation_id"),
    ("GET", "/v1/models"): Route(
        "200",
        answer=LIST,
        query="id type tags modalities input_modalities output_modalities capabilities",
    ),
    ("GET", "/models"): Route("200", answer=LIST),
    ("GET", "/api/v1/models"): Route("200", answer=LIST),
    ("GET", "/model/{model}"): Route("200", answer="id:string aliases type:string info:object tags"),
    ("GET", "/v1/billing/balance"): Route(
        "200",
        answer="balance lowBalance lowBalanceThreshold lastUpdated autoDebitStatus status statusExplanation",
    ),
    ("GET", "/v2/billing"): Route("200", answer="current_balance currency"),
    ("GET", "/v2/billing/detail"): Route(
        "200", answer="user_id email current_balance currency autotopup_settings"
    ),
    ("GET", "/v2/billing/transactions"): Route(
        "200", answer="data pagination", query="from to direction type limit cursor"
    ),
    ("GET", "/v2/usage"): Route(
        "200", answer="api_key_prefix start end spend currency requests", query="period start end key_prefix"
    ),
    ("GET", "/v2/usage/detail"): Route(
        "200",
        answer="api_key_prefix start end spend currency requests models",
        query="period start end key_prefix",
    ),
    ("GET", "/v2/logs"): Route(
        "200", answer="data pagination", query="period start end key_prefix model status limit offset"
    ),
    ("POST", "/v2/generate/video/{provider}/generation"): Route(
        "201",
        {
            "generation_type": Field("string", words=("video",)),
            "prompt": Field("string"),
            "aspect_ratio": Field("string", words=RATIOS, default="16:9"),
            "loop": Field("boolean", default=False),
            "keyframes": Field("object"),
            "model": Field("string"),
            "resolution": Field("string"),
            "duration": Field("string"),
            "concepts": Field("array"),
        }
        | CALLBACK,
        OWN,
        f"{LUMA_ANSWER} generation_id status video",
    ),
    ("GET", "/v2/generate/video/{provider}/generation"): Route(
        "200", answer=f"{LUMA_ANSWER} generation_id status video", query="generation_id state"
    ),
    ("GET", "/v2/generate/video/{provider}/generations"): Route("200", query="generation_ids"),
    ("POST", "/luma-ai/generations"): Route(
        "200",
        {
            "user_prompt": Field("string", required=True),
            "aspect_ratio": Field("string", words=RATIOS),
            "expand_prompt": Field("boolean"),
            "image_url": Field("string"),
            "image_end_url": Field("string"),
        },
        "loop",
        "id prompt state created_at video",
    ),
    ("GET", "/luma-ai/generation"): Route("200", query="ids"),
    ("POST", "/luma-ai/generations/{generation_id}/extend"): Route(
        "200",
        {
            "user_prompt": Field("string", required=True),
            "expand_prompt": Field("boolean"),
            "image_url": Field("string"),
            "image_end_url": Field("string"),
        },
        answer="id prompt state created_at video",
    ),
}

_L = "/dream-machine/v1"
_G = f"{_L}/generations"
_CREATE = Route(
    "201",
    {
        "generation_type": Field("string", words=("video",), default="video"),
        "model": Field("string", default="ray-2"),
        "prompt": Field("string"),
        "aspect_ratio": Field("string", words=RATIOS, default="16:9"),
        "loop": Field("boolean", default=False),
        "keyframes": Field("object"),
        "resolution": Field("string", default="720p"),
        "duration": Field("string", default="5s"),
        "concepts": Field("array"),
    }
    | CALLBACK,
    OWN,
    LUMA_ANSWER,
)
_SHAPE = {
    "aspect_ratio": Field("string", required=True, words=RATIOS),
    "media": Field("object", required=True),
    "model": Field("string", required=True),
    "prompt": Field("string"),
} | CALLBACK
_FORMAT = {"format": Field("string", words=("jpg", "png"))}
LUMA: dict[tuple[str, str], Route] = {
    ("GET", f"{_L}/ping"): Route("200", answer="message:string"),
    ("GET", f"{_L}/credits"): Route("200", answer="credit_balance:number"),
    ("POST", f"{_G}/video"): _CREATE,
    ("POST", _G): _CREATE,
    ("GET", _G): Route(
        "200",
        answer="generations:array count:integer has_more:boolean limit:integer offset:integer",
        query="limit offset",
    ),
    ("GET", f"{_G}/{{generation_id}}"): Route("200", answer=LUMA_ANSWER),
    ("DELETE", f"{_G}/{{generation_id}}"): Route("204"),
    ("POST", f"{_G}/{{generation_id}}/upscale"): Route(
        "200",
        {
            "generation_type": Field("string", words=("upscale_video",)),
            "resolution": Field("string"),
        }
        | CALLBACK,
        answer=LUMA_ANSWER,
    ),
    ("POST", f"{_G}/{{generation_id}}/audio"): Route(
        "200",
        {
            "generation_type": Field("string", words=("add_audio",)),
            "prompt": Field("string"),
            "negative_prompt": Field("string"),
        }
        | CALLBACK,
        answer=LUMA_ANSWER,
    ),
    ("GET", f"{_G}/concepts/list"): Route("200"),
    ("GET", f"{_G}/camera_motion/list"): Route("200"),
    ("POST", f"{_G}/image"): Route(
        "201",
        {
            "generation_type": Field("string", words=("image",)),
            "model": Field("string"),
            "prompt": Field("string"),
            "aspect_ratio": Field("string", words=RATIOS),
            "image_ref": Field("array"),
            "style_ref": Field("array"),
            "character_ref": Field("object"),
            "modify_image_ref": Field("object"),
            "sync": Field("boolean"),
            "sync_timeout": Field("number"),
        }
        | _FORMAT
        | CALLBACK,
        answer=LUMA_ANSWER,
    ),
    ("POST", f"{_G}/image/reframe"): Route(
        "201",
        {"generation_type": Field("string", required=True, words=("reframe_image",))}
        | _SHAPE
        | _FORMAT
        | _GRID,
        answer=LUMA_ANSWER,
    ),
    ("POST", f"{_G}/video/reframe"): Route(
        "201",
        {
            "generation_type": Field("string", required=True, words=("reframe_video",)),
            "first_frame": Field("object"),
        }
        | _SHAPE
        | _GRID,
        answer=LUMA_ANSWER,
    ),
    ("POST", f"{_G}/video/modify"): Route(
        "201",
        {
            "generation_type": Field("string", required=True, words=("modify_video",)),
            "media": Field("object", required=True),
            "mode": Field(
                "string",
                required=True,
                words=tuple(f"{kind}_{n}" for kind in ("adhere", "flex", "reimagine") for n in (1, 2, 3)),
            ),
            "model": Field("string", required=True),
            "first_frame": Field("object"),
            "prompt": Field("string"),
        }
        | CALLBACK,
        answer=LUMA_ANSWER,
    ),
}

_V, _W = "/v1/videos", "/v1/webhook_endpoints"
_ENDPOINT = f"{_W}/{{webhook_endpoint_id}}"
_LENGTH = "seed num_frames fps loop concepts plan negative_prompt steps num_inference_steps guidance "
_LENGTH += "guidance_scale quality lora audio generate_audio priority webhook"
_VIDEO_CREATE = {
    "prompt": Field("string", required=True),
    "model": Field("string", default="sora-2"),
    "seconds": Field("string integer", default="4"),
    "size": Field("string", default="720x1280"),
    "input_reference": Field("string object"),
}
_CREATE_OWN = f"{_LENGTH} image_reference width height resolution aspect_ratio"
OPENAI: dict[tuple[str, str], Route] = {
    ("POST", _V): Route("200", _VIDEO_CREATE, _CREATE_OWN, OPENAI_ANSWER, media=BOTH),
    ("POST", f"{_V}/sync"): Route("200", _VIDEO_CREATE, _CREATE_OWN, media=BOTH),
    ("GET", _V): Route("200", answer=PAGE, query="after limit order"),
    ("GET", f"{_V}/{{video_id}}"): Route("200", answer=OPENAI_ANSWER),
    ("DELETE", f"{_V}/{{video_id}}"): Route("200", answer=DELETED),
    ("GET", f"{_V}/{{video_id}}/content"): Route("200", query="variant"),
    ("POST", f"{_V}/{{video_id}}/remix"): Route(
        "200", {"prompt": Field("string", required=True)}, "", OPENAI_ANSWER, media=BOTH
    ),
    ("POST", f"{_V}/edits"): Route(
        "200",
        {"prompt": Field("string", required=True), "video": Field("string object", required=True)},
        "",
        OPENAI_ANSWER,
        media=BOTH,
    ),
    ("POST", f"{_V}/extensions"): Route(
        "200",
        {
            "prompt": Field("string", required=True),
            "video": Field("string object", required=True),
            "seconds": Field("string integer"),
        },
        f"{_LENGTH} model",
        OPENAI_ANSWER,
        media=BOTH,
    ),
    ("POST", f"{_V}/characters"): Route("200"),
    ("GET", f"{_V}/characters/{{character_id}}"): Route("200"),
    ("GET", "/v1/files"): Route("200", answer=PAGE, query="after limit order purpose"),
    ("POST", "/v1/files"): Route("200", answer=FILE_ANSWER),
    ("GET", "/v1/files/{file_id}"): Route("200", answer=FILE_ANSWER),
    ("DELETE", "/v1/files/{file_id}"): Route("200", answer=DELETED),
    ("GET", "/v1/files/{file_id}/content"): Route("200"),
    ("GET", "/v1/models/{model}"): Route(
        "200", answer="id:string object:string created:integer owned_by:string"
    ),
    ("GET", "/v1/webhook_event_types"): Route("200", answer=LIST),
    ("GET", _W): Route("200", answer=PAGE, query="after limit"),
    ("POST", _W): Route(
        "200",
        {
            "url": Field("string", required=True),
            "event_types": Field("array", required=True),
            "name": Field("string"),
        },
        answer=f"{WEBHOOK_ANSWER} signing_secret:string",
    ),
    ("GET", _ENDPOINT): Route("200", answer=WEBHOOK_ANSWER),
    ("POST", _ENDPOINT): Route(
        "200",
        {"url": Field("string"), "event_types": Field("array"), "name": Field("string")},
        answer=WEBHOOK_ANSWER,
    ),
    ("DELETE", _ENDPOINT): Route("200", answer=DELETED),
    ("POST", f"{_ENDPOINT}/rotate_secret"): Route(
        "200",
        {"keep_old_secret_active_for_24_hours": Field("boolean", default=False)},
        answer=f"{WEBHOOK_ANSWER} signing_secret:string",
    ),
    ("POST", f"{_ENDPOINT}/test"): Route(
        "200",
        {"event_type": Field("string", required=True)},
        answer="object:string webhook_endpoint_id:string event_type:string status_code:integer "
        "success:boolean",
    ),
}
TABLES = {"aiml": AIML, "luma": LUMA, "openai": OPENAI}
WORDS = {
    "aiml": ("status", ["queued", "generating", "completed", "error"]),
    "luma": ("state", ["queued", "dreaming", "completed", "failed"]),
    "openai": ("status", ["queued", "in_progress", "completed", "failed"]),
}
"""In which field an answer has its state, and the words for it."""
ERRORS = {
    "aiml": ("/v2/video/generations", "requestId statusCode timestamp path message"),
    "luma": (_G, "detail"),
    "openai": (_V, "error"),
}
"""The fields of a refusal."""
