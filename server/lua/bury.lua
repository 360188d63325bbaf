#!lua flags=allow-oom
-- Forgets what a dead process told, unless it told something since. KEYS: here. ARGV: process, SHA-1 of its gathering.
local told = redis.call('HGET', KEYS[1], ARGV[1])
if told and redis.sha1hex(told) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
