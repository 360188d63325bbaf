#!lua flags=no-writes
-- KEYS: meta, snapshots, states. ARGV: an id, or nothing for all. Answers facts by id, or facts and state; -1: no board.
local meta = redis.call('HMGET', KEYS[1], 'head', 'erased')
if not meta[1] or meta[2] then return -1 end
if not ARGV[1] then return redis.call('HVALS', KEYS[2]) end
return {redis.call('HGET', KEYS[2], ARGV[1]), redis.call('HGET', KEYS[3], ARGV[1])}
