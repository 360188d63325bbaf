#!lua
-- Puts a checkpoint in the place of another. KEYS: meta, log, state. ARGV: position replaced, position, mark at it, state,
-- holders, contributors. Answers 1; 0: another stands there, or the log was set back meanwhile; -1: no such board.
local meta = redis.call('HMGET', KEYS[1], 'head', 'erased', 'checkpoint')
if not meta[1] or meta[2] then return -1 end
if tonumber(meta[3]) ~= tonumber(ARGV[1]) then return 0 end
local at = redis.call('XRANGE', KEYS[2], ARGV[2] .. '-0', ARGV[2] .. '-0')[1]
if not at or (ARGV[3] ~= '' and at[2][6] ~= ARGV[3]) then return 0 end
redis.call('HSET', KEYS[3], 'position', ARGV[2], 'mark', at[2][6], 'state', ARGV[4], 'holders', ARGV[5], 'contributors', ARGV[6])
redis.call('HSET', KEYS[1], 'checkpoint', ARGV[2])
return 1
