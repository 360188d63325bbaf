#!lua
-- Bears a board. KEYS: meta, log. ARGV: mark, then seat and data of each entry. Answers the head; -1: the id was used.
if redis.call('EXISTS', KEYS[1]) == 1 then return -1 end
local head = 0
for i = 2, #ARGV, 2 do
  head = head + 1
  redis.call('XADD', KEYS[2], string.format('%.0f-0', head), 's', ARGV[i], 'd', ARGV[i + 1], 'm', ARGV[1])
end
redis.call('HSET', KEYS[1], 'head', head, 'mark', ARGV[1], 'checkpoint', 0)
return head
