#!lua flags=allow-oom
-- Says all in one go. KEYS: one that chooses the node. ARGV: channel and message of each.
for i = 1, #ARGV, 2 do redis.call('PUBLISH', ARGV[i], ARGV[i + 1]) end
