# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The server's HTTP API for the launcher, with curl and jq. Passwords and tokens go through pipes, never through a command line.

API_TOKEN=""
API_STATUS=""
API_ANSWER=""

# api METHOD PATH [JSON]: sets API_STATUS and API_ANSWER; false when there is no answer or it is not a 2xx.
api() {
    local answer body=()
    [[ $# -lt 3 ]] || body=(-H "Content-Type: application/json" --data-binary @-)
    answer=$(printf '%s' "${3-}" | curl -sS -m 60 -X "$1" -K <(api_header) "${body[@]}" -w '\n%{http_code}' "$(server_url)$2") || {
        API_STATUS=0 API_ANSWER=""
        return 1
    }
    API_STATUS=${answer##*$'\n'}
    API_ANSWER=${answer%$'\n'*}
    [[ $API_STATUS == 2?? ]]
}

api_header() { [[ -z $API_TOKEN ]] || printf 'header = "Authorization: Bearer %s"\n' "$API_TOKEN"; }

# What the server says is wrong, in one line.
api_problem() {
    local text
    text=$(jq -r '[(.detail // .title // empty), (.errors // [] | .[] | "\(.pointer): \(.message)"),
                   (.conflicts // [] | .[]? | "\(.key): \(.reason) \(.holder // "")")] | join("; ")' <<<"$API_ANSWER" 2>/dev/null) || true
    printf '%s %s' "$API_STATUS" "${text:-no answer}"
}

# api_sign_in USER
api_sign_in() {
    API_TOKEN=""
    api POST /api/v1/auth/login "{\"username\": \"$1\", \"password\": \"$(secret "user.$1")\"}" || return 1
    API_TOKEN=$(jq -r .token <<<"$API_ANSWER")
}
