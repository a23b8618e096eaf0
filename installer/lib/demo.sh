# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The main job, seen: with a display the console, signed in; without one the engineer's part played through the HTTP API.

readonly DEMO_CASE="Host health, 20 s" DEMO_ENVIRONMENT="Private lab"

demo_console() {
    local dir=$HOME_DIR/labwarden
    secret user.engineer | write_file "$dir/console-password" || exit 1
    say "lab: the console opens, signed in as engineer. The lab goes on when it is closed; '$LAB down' ends it"
    LABWARDEN_CONSOLE_SERVER=$(server_url) LABWARDEN_CONSOLE_USER=engineer \
        LABWARDEN_CONSOLE_PASSWORD_FILE=$dir/console-password "$(program labwarden)"
}

demo_headless() {
    local device test_case environment run
    api_sign_in engineer || demo_fail "cannot sign in: $(api_problem)"
    demo_find_device || demo_fail "the device of this machine is not available after 60 s: ${FOUND:-$(api_problem)}"
    device=$FOUND
    demo_board
    demo_find test-cases testCases .title "$DEMO_CASE" || demo_fail "no test case '$DEMO_CASE'"
    test_case=$FOUND
    demo_find environments environments .document.name "$DEMO_ENVIRONMENT" || demo_fail "no environment '$DEMO_ENVIRONMENT'"
    environment=$FOUND
    api POST /api/v1/test-runs "{\"deviceIds\": [\"$device\"], \"testCaseId\": \"$test_case\", \"environmentId\": \"$environment\"}" ||
        demo_fail "the run could not be started: $(api_problem)"
    run=$(jq -r .id <<<"$API_ANSWER")
    say
    say "Run $(jq -r .number <<<"$API_ANSWER"): $DEMO_CASE on $(device_key_of_host)"
    demo_follow "$run"
    demo_verdict
}

demo_fail() {
    printf 'demo: %s\n' "$*" >&2
    exit 1
}

FOUND="" # what a demo_find... has found

# The id of this machine's device, once it is available; else its state.
demo_find_device() {
    local end=$((SECONDS + 60)) state
    while ((SECONDS < end)); do
        if api GET /api/v1/devices; then
            read -r FOUND state < <(jq -r --arg key "$(device_key_of_host)" \
                '.devices[] | select(.key == $key) | "\(.id) \(if .presence.kind == "none" then "silent" else .state end)"' <<<"$API_ANSWER")
            [[ $state != available ]] || return 0
            FOUND="it is ${state//_/ }"
        fi
        sleep 0.5
    done
    return 1
}

demo_board() {
    api GET /api/v1/devices || demo_fail "no board: $(api_problem)"
    say
    jq -r '
        def word: {available: "available", under_test: "under test", maintenance: "maintenance", offline: "offline"}[.] // .;
        "Board: \(.devices | length) devices: " + ([.devices | group_by(.state)[] | "\(length) \(.[0].state | word)"] | join(", ")),
        (.devices | group_by(.location.rack)[] |
            "  \(.[0].location.rack + "               " | .[0:14]) " + ([sort_by(.location.slot)[] | "\(.name) \(.state | word)"] | join("  ")))
    ' <<<"$API_ANSWER" | cut -c 1-200
}

# demo_find PATH PLURAL NAME_IN_ANSWER NAME: an id.
demo_find() {
    api GET "/api/v1/$1?limit=500" || return 1
    FOUND=$(jq -r --arg name "$4" "first(.$2[] | select($3 == \$name) | .id)" <<<"$API_ANSWER")
    [[ -n $FOUND ]]
}

# Says each change of state, step or tens of percent; leaves the finished run in API_ANSWER.
demo_follow() {
    local told="" now end=$((SECONDS + 300))
    while ((SECONDS < end)); do
        if api GET "/api/v1/test-runs/$1"; then
            now=$(jq -r 'if .state == "running" then "running     \(.progress.percent / 10 | floor * 10) %  \(.progress.step)" else .state end' <<<"$API_ANSWER")
            [[ $now == "$told" ]] || say "  $now"
            told=$now
            [[ $now != finished ]] || return 0
        fi
        sleep 0.5
    done
    demo_fail "the run is not finished after 300 s; it is ${told:-not to be read: $(api_problem)}"
}

demo_verdict() {
    local number outcome seconds
    say
    # Values as people read them: at most three decimals.
    jq -r '.results[] | "  \(if .noData then "no data" elif .passed then "passed " else "failed " end)  \(
        .criterion + " " * ([2, 34 - (.criterion | length)] | max))measured \(
        if .value == null then "nothing" else "\(.value * 1000 | round / 1000) \(.unit)" | rtrimstr(" ") end), limit \(.limit)\(
        if .passed then "" else ": " + .message end)"' <<<"$API_ANSWER"
    number=$(jq -r .number <<<"$API_ANSWER")
    outcome=$(jq -r '.outcome | gsub("_"; " ")' <<<"$API_ANSWER")
    seconds=$(jq -r 'def at: sub("\\.[0-9]+"; "") | fromdateiso8601; (.finishedAt | at) - (.createdAt | at)' <<<"$API_ANSWER")
    [[ $outcome == passed ]] || demo_fail "run $number ended as $outcome: $(jq -r .reason <<<"$API_ANSWER")"
    say "demo: run $number passed in $seconds s"
}
