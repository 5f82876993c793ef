local ids = {}
for _, number in ipairs(call('zrange', key('state:1'), 0, -1)) do
    ids[#ids + 1] = call('hget', key('job', number), 'job')
end

return ids
