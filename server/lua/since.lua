#!lua flags=no-writes
-- What came behind a tip. KEYS: meta, log. ARGV: position and mark of the tip, how many at most.
-- Answers entries; 0: set back; -1: no board.
local meta = redis.call('HMGET', KEYS[1], 'head', 'mark', 'erased')
if not meta[1] or meta[3] then return -1 end
if meta[1] == ARGV[1] and meta[2] == ARGV[2] then return {} end
local entries = redis.call('XRANGE', KEYS[2], ARGV[1] .. '-0', '+', 'COUNT', ARGV[3] + 1)
local tip = entries[1]
if not tip or tip[1] ~= ARGV[1] .. '-0' or tip[2][6] ~= ARGV[2] then return 0 end
table.remove(entries, 1)
return entries
