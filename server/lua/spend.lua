#!lua flags=allow-oom
-- A bucket of tokens. KEYS: bucket. ARGV: burst, tokens a second, cost, debt. Answers the seconds to wait; 0: there was
-- enough. What costs is taken if there was enough, and with debt also if not: then the bucket falls below zero.
local time = redis.call('TIME')
local now, burst, rate = time[1] + time[2] / 1000000, tonumber(ARGV[1]), tonumber(ARGV[2])
local bucket = redis.call('HMGET', KEYS[1], 'level', 'at')
local passed = math.max(0, now - (bucket[2] or now)) -- a clock that is set back fines nobody
local level = math.min(burst, (bucket[1] or burst) + passed * rate)
local wait = level < 1 and tostring((1 - level) / rate) or '0'
if (wait ~= '0' and ARGV[4] == '0') or ARGV[3] == '0' then return wait end
level = level - ARGV[3]
redis.call('HSET', KEYS[1], 'level', level, 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((burst - level) / rate * 1000) + 1000)
return wait
