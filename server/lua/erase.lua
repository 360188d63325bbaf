#!lua flags=allow-oom
-- Forgets a board but for its id. KEYS: meta, then all its other keys. ARGV: channel. Answers 1; -1: no such board.
local meta = redis.call('HMGET', KEYS[1], 'head', 'erased')
if not meta[1] or meta[2] then return -1 end
redis.call('UNLINK', unpack(KEYS))
redis.call('HSET', KEYS[1], 'erased', 1)
redis.call('PUBLISH', ARGV[1], 'g')
return 1
