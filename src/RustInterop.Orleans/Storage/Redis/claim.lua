-- claim, owner, state
local claim, owner = ARGV[1], ARGV[2]
if call('hexists', key('owned'), claim) == 0 then
    local chosen, least
    for _, number in ipairs(call('zrange', key('state:' .. ARGV[3]), 0, -1)) do
        local busy = tonumber(call('hget', key('job', number), 'busy'))
        if (not least or busy < least) and call('exists', key('pending', number)) == 1 then
            chosen, least = number, busy
        end
    end

    if not chosen then
        return
    end

    local batch = call('zpopmin', key('pending', chosen))[1]
    call('hset', key('owned'), claim, chosen .. ':' .. batch .. ':' .. owner)
    call('hset', key('granted', chosen), batch, batch * call('hget', key('job', chosen), 'batch_size'))
    call('hincrby', key('job', chosen), 'busy', 1)
end

return claim_of(claim)
