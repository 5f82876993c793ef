-- the number to stay below, how many
local jobs = {}
for _, number in ipairs(call('zrevrangebyscore', key('numbers'), '(' .. ARGV[1], '-inf', 'limit', 0, ARGV[2])) do
    jobs[#jobs + 1] = { number, job_of(number) }
end

return jobs
