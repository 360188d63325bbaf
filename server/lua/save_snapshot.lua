#!lua
-- Keeps a snapshot. KEYS: meta, snapshots, states, ids of those that nobody made by hand. ARGV: id, facts, state, how many of
-- those are kept ('': this is none of them). Answers 1; -1: no such board.
local meta = redis.call('HMGET', KEYS[1], 'head', 'erased')
if not meta[1] or meta[2] then return -1 end
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then return 1 end
local number = redis.call('HINCRBY', KEYS[1], 'snapshots', 1)
redis.call('HSET', KEYS[2], ARGV[1], number .. ' ' .. ARGV[2])
redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
if ARGV[4] == '' then return 1 end
redis.call('RPUSH', KEYS[4], ARGV[1])
while redis.call('LLEN', KEYS[4]) > tonumber(ARGV[4]) do
  local oldest = redis.call('LPOP', KEYS[4])
  redis.call('HDEL', KEYS[2], oldest)
  redis.call('HDEL', KEYS[3], oldest)
end
return 1
