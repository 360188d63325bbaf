#!lua
-- Lets no read give an entry. KEYS: meta, kept. ARGV: position. Answers 1; -1: no such board.
local meta = redis.call('HMGET', KEYS[1], 'head', 'erased')
if not meta[1] or meta[2] then return -1 end
redis.call('SADD', KEYS[2], ARGV[1])
return 1
