# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# RabbitMQ: jobs for the runners. Its Erlang port and its own epmd are on loopback as well. The name of its node is an
# address, so that it needs no /etc/hosts.

readonly RABBITMQ_SERVER=/usr/lib/rabbitmq/bin/rabbitmq-server

rabbitmq_prepare() {
    port_choose rabbitmq
    port_choose erlang
    if ! part_alive epmd; then port_choose epmd; fi
    secret_make rabbitmq
    mkdir -p "$HOME_DIR/rabbitmq" || home_full
}

rabbitmq_create() {
    local dir=$HOME_DIR/rabbitmq
    # Killed in its very first start it leaves files that it cannot open again, and nothing of worth.
    [[ -f $dir/made ]] || rm -rf "$dir/mnesia"
    write_file "$dir/definitions.json" <<JSON
{"users": [{"name": "labwarden", "password": "$(secret rabbitmq)", "tags": "administrator"}],
 "vhosts": [{"name": "labwarden"}],
 "permissions": [{"user": "labwarden", "vhost": "labwarden", "configure": ".*", "write": ".*", "read": ".*"}]}
JSON
    # Quorum queues keep their log in memory up to the WAL's size, 512 MB unless told otherwise.
    write_file "$dir/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$(port_of rabbitmq)
num_acceptors.tcp = 4
load_definitions = $dir/definitions.json
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 100MB
log.console = true
log.console.level = warning
log.file = false
CONF
    write_file "$dir/advanced.config" <<'CONF'
[{ra, [{wal_max_size_bytes, 16777216}, {wal_max_batch_size, 4096}]}].
CONF
    write_file "$dir/enabled_plugins" <<<'[].'
    # The password by which Erlang nodes know each other; read by the owner alone.
    [[ -f $dir/.erlang.cookie ]] || {
        random_word | write_file "$dir/.erlang.cookie"
        chmod 400 "$dir/.erlang.cookie"
    }
}

rabbitmq_start() {
    local dir=$HOME_DIR/rabbitmq
    local erlang=("HOME=$dir" ERL_EPMD_ADDRESS=127.0.0.1 "ERL_EPMD_PORT=$(port_of epmd)" ERL_CRASH_DUMP_BYTES=0)
    if ! part_alive epmd; then
        strays_end epmd
        part_start epmd "${erlang[@]}" -- epmd -address 127.0.0.1 -port "$(port_of epmd)"
    fi
    part_await epmd 20 epmd_ready || return 1
    # As systemd would start it: the script turns into the broker, so that the process id is the broker's.
    part_start rabbitmq "${erlang[@]}" RUNNING_UNDER_SYSTEMD=true \
        RABBITMQ_NODENAME=labwarden@127.0.0.1 RABBITMQ_USE_LONGNAME=true \
        "RABBITMQ_CONFIG_FILE=$dir/rabbitmq.conf" "RABBITMQ_ADVANCED_CONFIG_FILE=$dir/advanced.config" \
        "RABBITMQ_CONF_ENV_FILE=$dir/no-rabbitmq-env.conf" "RABBITMQ_ENABLED_PLUGINS_FILE=$dir/enabled_plugins" \
        "RABBITMQ_MNESIA_BASE=$dir/mnesia" "RABBITMQ_LOG_BASE=$dir/log" "RABBITMQ_LOGS=-" \
        "RABBITMQ_GENERATED_CONFIG_DIR=$dir/generated" "RABBITMQ_DIST_PORT=$(port_of erlang)" \
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +SDio 4" \
        -- "$RABBITMQ_SERVER"
}

epmd_ready() { (exec 3<>"/dev/tcp/127.0.0.1/$(port_of epmd)") 2>/dev/null; }

# Answers the protocol's greeting: it listens once its definitions are loaded.
rabbitmq_ready() {
    local first
    (
        exec 3<>"/dev/tcp/127.0.0.1/$(port_of rabbitmq)" || exit 1
        printf 'AMQP\x00\x00\x09\x01' >&3
        IFS= read -r -t 2 -n 1 first <&3 && [[ $first == $'\x01' ]]
    ) 2>/dev/null && : >"$HOME_DIR/rabbitmq/made"
}

# epmd outlives the broker and is stopped after it.
rabbitmq_stop() {
    part_stop rabbitmq TERM 30
    strays_end rabbitmq
    part_stop epmd
}

rabbitmq_url() {
    printf 'amqp://labwarden:%s@127.0.0.1:%s/labwarden' "$(secret rabbitmq)" "$(port_of rabbitmq)"
}
