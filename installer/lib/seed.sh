# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Puts resources/demo into a lab: devices, test cases, environments. What is there already is left as it is.

readonly DEMO=$CHECKOUT/resources/demo

seed() {
    local began added=0
    began=$(now_ms)
    if ! api_sign_in admin; then
        warn "cannot sign in as admin: $(api_problem)"
        # Somebody has given the account another password: the lab is theirs, and has its data.
        [[ $API_STATUS == 401 ]]
        return
    fi
    seed_list devices devices .key "$(jq -c --argjson host "$(host_device)" '[$host] + .' "$DEMO/devices.json")" &&
        seed_list environments environments .document.name "$(<"$DEMO/environments.json")" .name &&
        seed_list test-cases testCases .title "$(<"$DEMO/test_cases.json")" || return 1
    api POST /api/v1/auth/logout || true
    if ((added)); then stage seed "$added devices, test cases and environments after $(seconds_since "$began") s"; fi
}

# seed_list PATH PLURAL NAME_IN_ANSWER WANTED [NAME_IN_WANTED]: creates those whose name the list does not hold.
seed_list() {
    local there wanted item
    api GET "/api/v1/$1?limit=500" || {
        warn "cannot list $1: $(api_problem)"
        return 1
    }
    there=$(jq -c "[.$2[] | $3]" <<<"$API_ANSWER")
    mapfile -t wanted < <(jq -c --argjson there "$there" ".[] | select(${5:-$3} as \$name | \$there | index(\$name) | not)" <<<"$4")
    for item in "${wanted[@]}"; do
        if ! api POST "/api/v1/$1" "$item" && [[ $API_STATUS != 409 ]]; then
            warn "cannot create $(jq -r "${5:-$3}" <<<"$item"): $(api_problem)"
            return 1
        fi
        added=$((added + 1))
    done
}

# This machine as a device.
host_device() {
    local model
    model=$(cat /sys/class/dmi/id/product_name 2>/dev/null) || model=""
    jq -n --arg key "$(device_key_of_host)" --arg name "$(</proc/sys/kernel/hostname)" --arg model "${model:-$(uname -m)}" \
        --arg firmware "$(uname -sr)" '{key: $key, name: $name, type: "host", model: $model, serial: "", firmware: $firmware,
        location: {site: "here", room: "", rack: "This machine", slot: ""}, tags: ["real", "linux"]}'
}
