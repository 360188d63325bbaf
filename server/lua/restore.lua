#!lua
-- Bears a board as it was elsewhere. KEYS: meta, log, state, snapshots, states, unasked, kept. ARGV: mark, head, position
-- of the checkpoint, its state, holders and contributors, how many entries, then position, seat, data and 1 if it is kept
-- out of each; then id, facts, state and kind of each snapshot, oldest first. Answers 1; -1: the id was used.
if redis.call('EXISTS', KEYS[1]) == 1 then return -1 end
local mark, head, at, count = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[7])
if at > 0 then
  redis.call('XADD', KEYS[2], ARGV[3] .. '-0', 's', '', 'd', '', 'm', mark) -- as if all before it had been trimmed
  redis.call('HSET', KEYS[3], 'position', ARGV[3], 'mark', mark, 'state', ARGV[4], 'holders', ARGV[5], 'contributors', ARGV[6])
end
for i = 8, 4 + 4 * count, 4 do
  redis.call('XADD', KEYS[2], ARGV[i] .. '-0', 's', ARGV[i + 1], 'd', ARGV[i + 2], 'm', mark)
  if ARGV[i + 3] == '1' then redis.call('SADD', KEYS[7], ARGV[i]) end
end
local number = 0
for i = 8 + 4 * count, #ARGV, 4 do
  number = number + 1
  redis.call('HSET', KEYS[4], ARGV[i], number .. ' ' .. ARGV[i + 1])
  redis.call('HSET', KEYS[5], ARGV[i], ARGV[i + 2])
  if ARGV[i + 3] ~= 'hand' then redis.call('RPUSH', KEYS[6], ARGV[i]) end
end
redis.call('HSET', KEYS[1], 'head', head, 'mark', mark, 'checkpoint', ARGV[3], 'snapshots', number)
return 1
