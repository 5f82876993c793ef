-- id; returns whether there is no such job
local number = call('hget', key('jobs'), ARGV[1])
if number and call('hexists', key('job', number), 'ended') == 0 then
    return 0
end

if number then
    delete_job(number)
end

return 1
