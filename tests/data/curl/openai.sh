#!/bin/sh
# Every call of the videos API.
set -eu
. "$(dirname "$0")/call.sh"
V=/v1/videos

curl -sS -o "$WORK/clip.mp4" -D "$WORK/head" -H "Authorization: Bearer $KEY" \
    -F 'prompt=a calm sea' -F size=512x288 -F num_frames=4 "$URL$V/sync"
echo "POST $V/sync" >> "$LOG"
id=$(tr -d '\r' < "$WORK/head" | sed -n 's/^x-video-id: //p')
call 200 GET "$V/$id"
call 200 GET "$V/$id/content?variant=thumbnail" > "$WORK/a.webp"
call 200 GET "$V/$id/content?variant=spritesheet" > "$WORK/a.jpg"
call 200 GET "$V/$id/content" > "$WORK/same.mp4"
cmp "$WORK/clip.mp4" "$WORK/same.mp4"

call 200 GET /v1/models
call 200 GET /v1/models/previz
call 404 GET /v1/models/nothing

file=$(call 200 POST /v1/files -F purpose=vision -F "file=@$WORK/a.jpg" | field id)
call 200 GET "/v1/files?limit=5"
call 200 GET "/v1/files/$file"
call 200 GET "/v1/files/$file/content" > "$WORK/b.jpg"
cmp "$WORK/a.jpg" "$WORK/b.jpg"

plain=$(json 200 POST $V '{"prompt":"a calm sea","size":"512x288","num_frames":"4","seed":"7"}' | field id)
form=$(call 200 POST $V -F prompt=waves -F size=512x288 -F num_frames=4 -F "input_reference=@$WORK/a.jpg;type=application/octet-stream" | field id)
bracket=$(call 200 POST $V -F prompt=waves -F size=512x288 -F num_frames=4 -F "input_reference[file_id]=$file" | field id)
again=$(json 200 POST "$V/$id/remix" '{"prompt":"a stormy sea"}' | field id)
edited=$(call 200 POST $V/edits -F 'prompt=a stormy sea' -F "video[id]=$id" | field id)
longer=$(call 200 POST $V/extensions -F 'prompt=the sun rises' -F "video=@$WORK/clip.mp4" -F num_frames=4 | field id)
for one in "$plain" "$form" "$bracket" "$again" "$edited" "$longer"; do finished "$one"; done
call 200 GET "$V?limit=2&order=asc"
call 200 GET "$V?limit=2&after=$longer"
json 400 POST $V/characters '{"name":"somebody"}'
call 404 GET $V/characters/char_1
json 400 POST $V '{"prompt":"a calm sea","n":2}'
call 200 DELETE "$V/$longer" -H 'Content-Type: application/json'
call 404 GET "$V/$longer"
call 200 DELETE "/v1/files/$file"

W=/v1/webhook_endpoints
call 200 GET /v1/webhook_event_types
hook=$(json 200 POST $W "{\"url\":\"$URL/health\",\"event_types\":[\"video.completed\"],\"name\":\"mine\"}" | field id)
call 200 GET "$W?limit=5"
call 200 GET "$W/$hook"
json 200 POST "$W/$hook" '{"name":"ours"}'
json 200 POST "$W/$hook/rotate_secret" '{"keep_old_secret_active_for_24_hours":true}'
json 200 POST "$W/$hook/test" '{"event_type":"video.completed"}'
call 200 DELETE "$W/$hook"
