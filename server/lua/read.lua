#!lua flags=no-writes
-- A board as it is in this moment. KEYS: meta, log, state, kept. Answers head, mark, state, kept, entries; -1: no board.
local meta = redis.call('HMGET', KEYS[1], 'head', 'mark', 'erased', 'checkpoint')
if not meta[1] or meta[3] then return -1 end
return {
  meta[1], meta[2], redis.call('HMGET', KEYS[3], 'position', 'state', 'holders', 'contributors', 'mark'),
  redis.call('SMEMBERS', KEYS[4]), redis.call('XRANGE', KEYS[2], string.format('(%.0f-0', meta[4]), '+'),
}
