# call STATUS METHOD PATH [curl's arguments]: send it with the key, print the answer, insist on the status.
# $URL is the server, $KEY a key, $LOG gets a line for each call, $WORK is a folder of one's own.
call() {
    expected=$1 method=$2 path=$3
    shift 3
    status=$(curl -sS -g -X "$method" -o "$WORK/answer" -w '%{http_code}' -H "Authorization: Bearer $KEY" "$@" "$URL$path")
    echo "$method $path" >> "$LOG"
    if [ "$status" != "$expected" ]; then
        echo "$method $path: $status instead of $expected: $(head -c 600 "$WORK/answer")" >&2
        exit 1
    fi
    cat "$WORK/answer"
}
json() { call "$1" "$2" "$3" -H 'Content-Type: application/json' -d "$4"; }
# field NAME: the first text of that name in what is read
field() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }
# finished ID: wait for a generation
finished() {
    for _ in $(seq 1000); do
        case $(call 200 GET "/v2/video/generations?generation_id=$1" | field status) in
            completed) return ;;
            error) echo "$1 failed" >&2; exit 1 ;;
        esac
        sleep 0.2
    done
    exit 1
}
