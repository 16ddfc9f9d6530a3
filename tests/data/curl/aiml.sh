#!/bin/sh
# Every call of the AI/ML API.
set -eu
. "$(dirname "$0")/call.sh"
V=/v2/video/generations
SHORT='"prompt":"a calm sea at dawn","resolution":"540p","num_frames":4,"seed":1'

id=$(json 200 POST $V "{\"model\":\"luma/ray-2\",$SHORT}" | field id)
finished "$id"
call 200 GET "$V?generation_id=$id"
call 200 GET "$V?generation_id=$(echo "$id" | sed 's/:/%3A/; s,/,%2F,')"
call 200 GET "$V?limit=5"
call 200 POST "$V/$id/cancel"
call 200 GET "$V/$id/events"
call 200 GET "$V/$id/plan"
longer=$(json 200 POST $V "{\"model\":\"luma/ray-2\",\"prompt\":\"the sun rises\",\"num_frames\":4,\"keyframes\":{\"frame0\":{\"type\":\"generation\",\"id\":\"$id\"}}}" | field id)
finished "$longer"
call 204 DELETE "$V/$longer"
json 400 POST $V "{\"model\":\"luma/ray-2\"}"
call 404 GET "$V?generation_id=00000000-0000-4000-8000-000000000000"

for path in /v1/models '/v1/models?capabilities=text' /models /api/v1/models /v1/models/luma/ray-2 /model/luma/ray-2; do
    call 200 GET "$path"
done
for path in /v1/billing/balance /v2/billing /v2/billing/detail '/v2/billing/transactions?limit=5' \
    '/v2/usage?period=24h' '/v2/usage/detail?period=7d' '/v2/logs?status=succeeded&limit=5'; do
    call 200 GET "$path"
done

L=/v2/generate/video/luma-ai
old=$(json 201 POST $L/generation '{"prompt":"a calm sea","aspect_ratio":"1:1","resolution":"540p","num_frames":4}' | field id)
call 200 GET "$L/generation?generation_id=$old&state=completed"
call 200 GET "$L/generations?generation_ids[]=$old&generation_ids[]=$id"
call 200 GET "$L/generations?generation_ids=$old,$id"
task=$(json 200 POST /luma-ai/generations '{"user_prompt":"a calm sea","aspect_ratio":"1:1","expand_prompt":true}' | field id)
call 200 GET "/luma-ai/generation?ids[0]=$task"
call 200 POST "$V/$task/cancel"
finished "$old"
more=$(json 200 POST "/luma-ai/generations/$old/extend" '{"user_prompt":"a storm"}' | field id)
call 200 POST "$V/$more/cancel"
