# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Mosquitto: devices speak MQTT. Each signs in with its key and reaches its own topics alone (server/devices/MQTT.md).
# Devices with a password here: this machine, the simulated fleet, and test-01 ... test-40 for the tests.

# The keys of all devices that have an account, one a line.
mosquitto_devices() {
    local rack unit n
    device_key_of_host
    for rack in 1 2 3 4; do
        for unit in 1 2 3 4 5 6; do printf 'r%02d-u%02d\n' "$rack" "$unit"; done
    done
    for n in {1..40}; do printf 'test-%02d\n' "$n"; done
}

# This machine's device key: its host name in the letters a key may have, as it was when the lab was made.
device_key_of_host() { printf '%s\n' "$(state_get host.key)"; }

device_key_choose() {
    local name
    name=$(tr '[:upper:]' '[:lower:]' </proc/sys/kernel/hostname | tr -c 'a-z0-9\n' '-' | sed 's/^-*//' | cut -c 1-50 | sed 's/-*$//')
    [[ -n $(state_get host.key) ]] || state_set host.key "host-${name:-local}"
}

mosquitto_prepare() {
    port_choose mosquitto
    device_key_choose
    secret_make mosquitto
    secret_make mosquitto.runner
    mkdir -p "$HOME_DIR/mosquitto" || home_full
}

mosquitto_create() {
    local dir=$HOME_DIR/mosquitto root=""
    # As root it would change to a user of its own, which can read nothing in here.
    ((EUID != 0)) || root="user root"
    write_file "$dir/mosquitto.conf" <<CONF
$root
listener $(port_of mosquitto) 127.0.0.1
allow_anonymous false
password_file $dir/passwords
acl_file $dir/acl
max_packet_size 262144
max_queued_messages 10000
max_inflight_messages 100
persistence true
persistence_location $dir/
autosave_interval 300
sys_interval 10
log_dest stderr
log_type error
log_type warning
CONF
    write_file "$dir/acl" <<'ACL'
pattern readwrite labwarden/v1/devices/%u/#

user server
topic readwrite labwarden/#
topic read $SYS/#

user runner
topic write labwarden/v1/devices/+/command
topic read labwarden/v1/devices/+/reply
ACL
    mosquitto_passwords
}

# Hashing costs a moment for each, so the file is made again only when the accounts are others than before.
mosquitto_passwords() {
    local dir=$HOME_DIR/mosquitto keys accounts key separator="" password
    keys=$(mosquitto_devices)
    accounts=$(printf 'server\nrunner\n%s' "$keys")
    [[ ! -f $dir/passwords || "$(cat "$dir/accounts" 2>/dev/null)" != "$accounts" ]] || return 0
    printf '%s:%s\n' server "$(secret mosquitto)" runner "$(secret mosquitto.runner)" >"$dir/passwords.new"
    { printf '{'; } >"$dir/devices.json.new"
    while read -r key; do
        password=$(random_word)
        printf '%s:%s\n' "$key" "$password" >>"$dir/passwords.new"
        printf '%s\n "%s": "%s"' "$separator" "$key" "$password" >>"$dir/devices.json.new"
        separator=","
    done <<<"$keys"
    printf '\n}\n' >>"$dir/devices.json.new"
    mosquitto_passwd -U "$dir/passwords.new" || return 1
    mv "$dir/passwords.new" "$dir/passwords"
    mv "$dir/devices.json.new" "$dir/devices.json"
    write_file "$dir/accounts" <<<"$accounts"
}

mosquitto_start() { part_start mosquitto -- mosquitto -c "$HOME_DIR/mosquitto/mosquitto.conf"; }

# CONNECT as the server, CONNACK with code 0 expected.
mosquitto_ready() {
    local id=lab-probe password user=server length answer
    password=$(secret mosquitto)
    length=$((10 + 2 + ${#id} + 2 + ${#user} + 2 + ${#password}))
    (
        exec 3<>"/dev/tcp/127.0.0.1/$(port_of mosquitto)" || exit 1
        # shellcheck disable=SC2059 # the format is made of bytes that a plain string cannot hold
        printf "\\x10\\x$(printf %02x "$length")\\0\\x04MQTT\\x04\\xc2\\0\\x0a$(mqtt_text "$id")$(mqtt_text "$user")$(mqtt_text "$password")" >&3
        answer=$(head -c 4 <&3 | od -An -tx1)
        [[ ${answer// /} == 20020000 ]]
    ) 2>/dev/null
}
mqtt_text() { printf '\\0\\x%02x%s' "${#1}" "$1"; }
mosquitto_stop() { part_stop mosquitto; }

mosquitto_url() { printf 'mqtt://server:%s@127.0.0.1:%s' "$(secret mosquitto)" "$(port_of mosquitto)"; }
# The runner's: commands to devices and their replies, and nothing else.
mosquitto_runner_url() { printf 'mqtt://runner:%s@127.0.0.1:%s' "$(secret mosquitto.runner)" "$(port_of mosquitto)"; }
