-- old claim, claim, owner
local owned = find_owned(ARGV[1])
if owned then
    call('hdel', key('owned'), ARGV[1])
    call('hset', key('owned'), ARGV[2], owned.number .. ':' .. owned.batch .. ':' .. ARGV[3])
end

return claim_of(ARGV[2])
