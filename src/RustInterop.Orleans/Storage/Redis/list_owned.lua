local batches = {}
local owned = call('hgetall', key('owned'))
for place = 1, #owned, 2 do
    local number, batch, owner = string.match(owned[place + 1], '^(%d+):(%d+):(.*)$')
    batches[#batches + 1] = { call('hget', key('job', number), 'job'), batch, owned[place], owner }
end

return batches
