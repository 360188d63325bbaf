#!lua flags=no-writes
-- Who lives. KEYS: processes. ARGV: after how many ms a process is dead.
local time = redis.call('TIME')
return redis.call('ZRANGEBYSCORE', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1], '+inf')
