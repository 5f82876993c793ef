-- claim, now, the index to grant to or -1, whether to release, then for each result: host, outcome, result; returns a WriteOutcome
local claim, now, grant_to, is_release = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1'
local owned = find_owned(claim)
if not owned then
    return 2
end

local number = owned.number
local sequence = call('hlen', key('results', number))
for place = 5, #ARGV, 3 do
    if call('setbit', key('known', number), ARGV[place], 1) == 0 then
        sequence = sequence + 1
        call('hset', key('results', number), sequence, ARGV[place + 2])
        call('hincrby', key('job', number), 'outcome:' .. ARGV[place + 1], 1)
    end
end

if is_release then
    call('hdel', key('owned'), claim)
    call('hincrby', key('job', number), 'busy', -1)
    if #open_hosts(owned) > 0 then
        call('zadd', key('pending', number), owned.batch, owned.batch)
    elseif call('hincrby', key('job', number), 'left', -1) == 0 then
        call('hset', key('job', number), 'state', owned.state == '1' and 3 or 2, 'ended', now)
        call('zrem', key('state:' .. owned.state), number)
        call('zadd', key('ended'), now, number)
    end
elseif owned.state == '0' and grant_to > tonumber(call('hget', key('granted', number), owned.batch)) then
    call('hset', key('granted', number), owned.batch, grant_to)
end

return owned.state == '0' and 0 or 1
