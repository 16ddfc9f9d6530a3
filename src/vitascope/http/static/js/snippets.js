// A request as programs that run as they are: with the key in VITASCOPE_API_KEY.

import { pixels } from "./shape.js";

const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** A value as Python writes it. */
export function python(value, indent = 0) {
  if (value === null) return "None";
  if (value === true || value === false) return value ? "True" : "False";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return String(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const parts = Array.isArray(value) ? value.map((one) => python(one, indent + 4)) : Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${python(one, indent + 4)}`);
  const line = open + parts.join(", ") + close;
  if (line.length + indent < 96 && !line.includes("\n")) return line;
  const pad = " ".repeat(indent + 4);
  return `${open}\n${parts.map((part) => `${pad}${part},\n`).join("")}${" ".repeat(indent)}${close}`;
}

const named = (given, indent = 4) => Object.entries(given).map(([name, value]) => `${" ".repeat(indent)}${name}=${python(value, indent)},\n`).join("");

function curl(body, base) {
  return `base=${base}
key="Authorization: Bearer $VITASCOPE_API_KEY"

id=$(curl -sS --fail-with-body "$base/v2/video/generations" -H "$key" \\
  -H "Content-Type: application/json" -d ${shell(JSON.stringify(body, null, 2))} |
  sed -n 's/.*"generation_id": *"\\([^"]*\\)".*/\\1/p')

# its events, until it is done
curl -sSN --fail-with-body "$base/v2/video/generations/$id/events" -H "$key"

curl -sS --fail-with-body "$base/v1/videos/$id/content" -H "$key" -o video.mp4
`;
}

function requests(body, base) {
  return `import os
import time

import requests

session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["VITASCOPE_API_KEY"]
url = "${base}/v2/video/generations"
body = ${python(body)}

answer = session.post(url, json=body)
answer.raise_for_status()
video = answer.json()
while video["status"] in ("queued", "generating"):
    time.sleep(1)
    video = session.get(url, params={"generation_id": video["id"]}).json()
if video["error"]:
    raise SystemExit(video["error"]["message"])

with open("video.mp4", "wb") as file:
    file.write(session.get(video["video"]["url"]).content)
`;
}

function lumaai(body, base) {
  const { num_frames, seed, quality, negative_prompt, plan, ...rest } = body;
  const extra = Object.fromEntries(Object.entries({ num_frames, seed, quality, negative_prompt, plan }).filter(([, value]) => value !== undefined));
  const given = { ...rest, model: rest.model.replace("luma/", "") };
  if (rest.duration) given.duration = `${rest.duration}s`;
  if (rest.concepts) given.concepts = rest.concepts.map((key) => ({ key }));
  if (Object.keys(extra).length) given.extra_body = extra;
  return `import os
import time
import urllib.request

from lumaai import LumaAI

client = LumaAI(
    auth_token=os.environ["VITASCOPE_API_KEY"],
    base_url="${base}/dream-machine/v1",
)
video = client.generations.create(
${named(given)})
while video.state in ("queued", "dreaming"):
    time.sleep(1)
    video = client.generations.get(video.id)
if video.state == "failed":
    raise SystemExit(video.failure_reason)

urllib.request.urlretrieve(video.assets.video, "video.mp4")
`;
}

function openai(body, base) {
  const { keyframes, resolution, aspect_ratio, duration, prompt, model, ...extra } = body;
  const first = keyframes?.frame0;
  if (keyframes?.frame1 || (first && first.type !== "image")) return null;
  const given = { model, prompt, size: pixels(resolution, aspect_ratio).join("x") };
  if (duration) given.seconds = String(duration);
  if (first) extra.image_reference = first.url;
  if (extra.plan) extra.plan = JSON.stringify(extra.plan);
  if (Object.keys(extra).length) given.extra_body = extra;
  return `import os

from openai import OpenAI

client = OpenAI(
    api_key=os.environ["VITASCOPE_API_KEY"],
    base_url="${base}/v1",
)
video = client.videos.create_and_poll(
${named(given)})
if video.status == "failed":
    raise SystemExit(video.error.message)

client.videos.download_content(video.id).write_to_file("video.mp4")
`;
}

function vitascope(body, base) {
  const { prompt, keyframes, concepts, quality, negative_prompt, plan, ...given } = body;
  const end = (one, picture, clip) => one && (given[one.type === "generation" ? clip : picture] = one.type === "generation" ? one.id : one.url);
  const extra = Object.fromEntries(Object.entries({ concepts, quality, negative_prompt, plan }).filter(([, value]) => value !== undefined));
  const files = [keyframes?.frame0, keyframes?.frame1].some((one) => one?.url?.startsWith("file-"));
  if (files) extra.keyframes = keyframes;
  else {
    end(keyframes?.frame0, "first", "extend");
    end(keyframes?.frame1, "last", "lead_into");
  }
  if (Object.keys(extra).length) given.extra = extra;
  return `import os

from vitascope.client import Client

with Client("${base}", os.environ["VITASCOPE_API_KEY"]) as client:
    video = client.generate(
        ${python(prompt)},
${named(given, 8)}    )
    client.download(video, "video.mp4")
`;
}

function javascript(body, base) {
  return `import { writeFile } from "node:fs/promises";

const url = "${base}/v2/video/generations";
const headers = {
  Authorization: \`Bearer \${process.env.VITASCOPE_API_KEY}\`,
  "Content-Type": "application/json",
};
const body = ${JSON.stringify(body, null, 2)};

async function json(answer) {
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.message);
  return told;
}

let video = await json(await fetch(url, { method: "POST", headers, body: JSON.stringify(body) }));
while (video.status === "queued" || video.status === "generating") {
  await new Promise((resume) => setTimeout(resume, 1000));
  video = await json(await fetch(\`\${url}?generation_id=\${video.generation_id}\`, { headers }));
}
if (video.error) throw new Error(video.error.message);

const file = await fetch(video.video.url);
await writeFile("video.mp4", Buffer.from(await file.arrayBuffer()));
`;
}

/** Every language with its name, what it needs, and its program; null where a client cannot say the request. */
export function programs(body, base) {
  return [
    { id: "curl", name: "curl", needs: "a shell with curl", text: curl(body, base) },
    { id: "requests", name: "Python", needs: "pip install requests", text: requests(body, base) },
    { id: "vitascope", name: "vitascope", needs: "pip install 'vitascope[client]'", text: vitascope(body, base) },
    { id: "lumaai", name: "lumaai", needs: "pip install lumaai", text: lumaai(body, base) },
    { id: "openai", name: "openai", needs: "pip install openai", text: openai(body, base) },
    { id: "javascript", name: "JavaScript", needs: "Node 18 or newer, as video.mjs", text: javascript(body, base) },
  ];
}
