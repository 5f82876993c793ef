-- id
local number = call('hget', key('jobs'), ARGV[1])
if number and call('zrem', key('state:0'), number) == 1 then
    call('zadd', key('state:1'), number, number)
    call('hset', key('job', number), 'state', 1)
end

return find_job(ARGV[1])
