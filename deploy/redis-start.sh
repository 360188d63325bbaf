#!/bin/sh
# Starts Redis with the users of redis-users.acl: the password comes from the environment, only its digest is written down.
set -eu
here=$(dirname "$0")
: "${REDIS_PASSWORD:?is not set}"
umask 077
digest=$(printf %s "$REDIS_PASSWORD" | sha256sum | cut -d ' ' -f 1)
unset REDIS_PASSWORD
users=${REDIS_USERS:-/tmp/users.acl}
sed "s/PASSWORD_SHA256/$digest/" "$here/redis-users.acl" > "$users"
exec redis-server "$here/redis.conf" --aclfile "$users" --dir "${REDIS_DATA:-/data}" "$@"
