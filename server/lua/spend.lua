#!lua flags=allow-oom
-- A bucket of tokens. KEYS: bucket. ARGV: burst, tokens a second, cost. Answers the seconds to wait; 0: it was spent.
local time = redis.call('TIME')
local now, burst, rate = time[1] + time[2] / 1000000, tonumber(ARGV[1]), tonumber(ARGV[2])
local bucket = redis.call('HMGET', KEYS[1], 'level', 'at')
local passed = math.max(0, now - (bucket[2] or now)) -- a clock that is set back fines nobody
local level = math.min(burst, (bucket[1] or burst) + passed * rate)
if level < 1 then return tostring((1 - level) / rate) end
redis.call('HSET', KEYS[1], 'level', level - ARGV[3], 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
return '0'
