#!/bin/sh
# Every call of the Luma Dream Machine API.
set -eu
. "$(dirname "$0")/call.sh"
L=/dream-machine/v1
G=$L/generations
MEDIA='"media":{"url":"https://example.com/a.mp4"},"aspect_ratio":"1:1"'

call 200 GET $L/ping
call 200 GET $L/credits
call 200 GET $G/concepts/list
call 200 GET $G/camera_motion/list
id=$(json 201 POST $G/video '{"model":"ray-2","prompt":"a calm sea","resolution":"540p","num_frames":4,"seed":1}' | field id)
legacy=$(json 201 POST $G '{"prompt":"a calm sea","resolution":"540p","num_frames":4}' | field id)
finished "$id"
call 200 GET "$G/$id"
call 200 GET "$G?limit=2&offset=0"
larger=$(json 200 POST "$G/$id/upscale" '{"resolution":"720p"}' | field id)
link=$(call 200 GET "$G/$id" | field video)
square=$(json 201 POST $G/video/reframe "{\"generation_type\":\"reframe_video\",\"model\":\"ray-2\",\"media\":{\"url\":\"$link\"},\"aspect_ratio\":\"1:1\"}" | field id)
for one in "$legacy" "$larger" "$square"; do finished "$one"; done
json 400 POST "$G/$id/audio" '{"prompt":"waves"}'
json 400 POST $G/image '{"model":"photon-1","prompt":"a calm sea"}'
json 400 POST $G/image/reframe "{\"generation_type\":\"reframe_image\",\"model\":\"photon-1\",$MEDIA}"
json 400 POST $G/video/modify '{"generation_type":"modify_video","model":"ray-2","mode":"flex_1","media":{"url":"https://example.com/a.mp4"}}'
json 422 POST $G/video '{"prompt":5}'
json 400 POST $G/video '{"prompt":"a calm sea","keyframes":{}}'
call 204 DELETE "$G/$legacy" -H 'Content-Type: application/json'
call 404 GET "$G/$legacy"
call 200 GET "/proxy/luma/generations/$id"
