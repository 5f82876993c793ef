-- id, input, input_hash, hosts, batch_size, now
local id, hosts, batch_size = ARGV[1], tonumber(ARGV[4]), tonumber(ARGV[5])
if call('hexists', key('jobs'), id) == 0 then
    local number = call('incr', key('last_id'))
    local batches = math.ceil(hosts / batch_size)
    call('hset', key('jobs'), id, number)
    call('zadd', key('numbers'), number, number)
    call('hset', key('job', number),
        'job', id, 'state', hosts == 0 and 2 or 0, 'hosts', hosts, 'batch_size', batch_size, 'input_hash', ARGV[3], 'created', ARGV[6],
        'busy', 0, 'left', batches)
    call('set', key('input', number), ARGV[2])
    for batch = 0, batches - 1 do
        call('zadd', key('pending', number), batch, batch)
    end

    if hosts == 0 then
        call('hset', key('job', number), 'ended', ARGV[6])
        call('zadd', key('ended'), ARGV[6], number)
    else
        call('zadd', key('state:0'), number, number)
    end
end

return find_job(id)
