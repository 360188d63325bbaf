#!lua flags=allow-oom
-- Forgets what the checkpoint stands for, but for the entry at its position, which proves where the log goes on from.
-- KEYS: meta, log, kept. Answers 1; -1: no such board.
local meta = redis.call('HMGET', KEYS[1], 'head', 'erased', 'checkpoint')
if not meta[1] or meta[2] then return -1 end
redis.call('XTRIM', KEYS[2], 'MINID', '=', string.format('%.0f-0', meta[3]))
for _, position in ipairs(redis.call('SMEMBERS', KEYS[3])) do
  if tonumber(position) <= tonumber(meta[3]) then redis.call('SREM', KEYS[3], position) end
end
return 1
