#!lua flags=allow-oom
-- Says who is at a board in a process. KEYS: here. ARGV: channel, process, number, gathering, seconds that it holds.
local before = redis.call('HGET', KEYS[1], ARGV[2])
if before and tonumber(string.match(before, '^%d+')) >= tonumber(ARGV[3]) then return 0 end -- it came late
redis.call('HSET', KEYS[1], ARGV[2], ARGV[4])
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('PUBLISH', ARGV[1], 't' .. ARGV[2] .. '\n' .. ARGV[4])
return 1
