-- the time before which it ended; deletes one job, and returns how many
local numbers = call('zrangebyscore', key('ended'), '-inf', '(' .. ARGV[1], 'limit', 0, 1)
for _, number in ipairs(numbers) do
    delete_job(number)
end

return #numbers
