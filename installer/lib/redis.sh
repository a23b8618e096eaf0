# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Redis: session copies, presence, the event stream. May be wiped at any moment.

redis_prepare() {
    port_choose redis
    secret_make redis
    mkdir -p "$HOME_DIR/redis" || home_full
}

redis_create() {
    # A title would overwrite the marks in its environment.
    write_file "$HOME_DIR/redis/redis.conf" <<CONF
bind 127.0.0.1
port $(port_of redis)
requirepass $(secret redis)
dir "$HOME_DIR/redis"
save 300 1
appendonly no
databases 16
maxclients 1000
loglevel warning
set-proc-title no
CONF
}

redis_start() { part_start redis -- redis-server "$HOME_DIR/redis/redis.conf"; }

redis_ready() {
    local answer
    (
        exec 3<>"/dev/tcp/127.0.0.1/$(port_of redis)" || exit 1
        printf 'AUTH %s\r\nPING\r\n' "$(secret redis)" >&3
        read -r -t 2 answer <&3 && [[ $answer == +OK* ]] && read -r -t 2 answer <&3 && [[ $answer == +PONG* ]]
    ) 2>/dev/null
}
redis_stop() { part_stop redis; }

redis_url() { printf 'redis://default:%s@127.0.0.1:%s/0' "$(secret redis)" "$(port_of redis)"; }
