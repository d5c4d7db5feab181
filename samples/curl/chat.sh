#!/usr/bin/env bash
# Asks a server with curl: once whole, once streamed. Arguments: URL [KEY].
set -euo pipefail
url=$1 key=${2:-none}

ask() {
  curl --fail-with-body --silent --show-error --no-buffer "$url/v1/chat/completions" \
    -H "Authorization: Bearer $key" -H "Content-Type: application/json" \
    -d "{\"messages\": [{\"role\": \"user\", \"content\": \"Add 40 and 64.\"}], \"stream\": $1}"
}

ask false
echo
ask true
