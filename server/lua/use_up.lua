#!lua
-- Uses an id up without bearing a board. KEYS: meta. Answers 1; -1: the id was used.
if redis.call('EXISTS', KEYS[1]) == 1 then return -1 end
redis.call('HSET', KEYS[1], 'erased', 1)
return 1
