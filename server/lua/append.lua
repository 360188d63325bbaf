#!lua
-- Puts entries behind a tip. KEYS: meta, log. ARGV: channel, origin, mark, position and mark of the tip ('' '': any),
-- then seat and data of each entry. Answers the first position; 0: the tip is another; -1: no such board.
local meta = redis.call('HMGET', KEYS[1], 'head', 'mark', 'erased')
if not meta[1] or meta[3] then return -1 end
local head, mark, count = tonumber(meta[1]), ARGV[3], (#ARGV - 5) / 2
if meta[2] == mark and (ARGV[4] == '' or tonumber(ARGV[4]) + count == head) then
  return head - count + 1 -- it was stored by an attempt whose answer was lost
end
if ARGV[4] ~= '' and (tonumber(ARGV[4]) ~= head or ARGV[5] ~= meta[2]) then return 0 end
if redis.call('EXISTS', KEYS[2]) == 0 then return redis.error_reply('ERR the log of a board is missing') end
local first = head + 1
for i = 6, #ARGV, 2 do
  head = head + 1
  redis.call('XADD', KEYS[2], string.format('%.0f-0', head), 's', ARGV[i], 'd', ARGV[i + 1], 'm', mark)
end
redis.call('HSET', KEYS[1], 'head', string.format('%.0f', head), 'mark', mark)
redis.call('PUBLISH', ARGV[1], 'g' .. ARGV[2])
return first
