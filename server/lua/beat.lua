#!lua flags=allow-oom
-- Shows that a process lives. KEYS: processes. ARGV: process, after how many ms one is dead, and forgotten. Answers how
-- old its last sign was (-1: there was none), and who lives. Only this Redis's clock counts, whatever the machines' say.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, ahead in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do
  redis.call('ZADD', KEYS[1], now, ahead) -- the clock was set back: the dead among them die anew
end
local before = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
return {before and now - before or -1, redis.call('ZRANGEBYSCORE', KEYS[1], now - ARGV[2], '+inf')}
