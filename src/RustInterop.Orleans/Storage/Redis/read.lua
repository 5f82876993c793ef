-- id, how many to skip, most bytes, most results
local job = find_job(ARGV[1])
if not job then
    return
end

local results, bytes, after = {}, 0, tonumber(ARGV[2])
while bytes < tonumber(ARGV[3]) and #results < tonumber(ARGV[4]) do
    local result = call('hget', key('results', job[1]), after + #results + 1)
    if not result then
        break
    end

    results[#results + 1] = result
    bytes = bytes + #result
end

return { job[1], job[2], results }
