#!lua flags=allow-oom
-- Takes or keeps a turn. KEYS: turn. ARGV: token, ms. Answers whether it is ours.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
