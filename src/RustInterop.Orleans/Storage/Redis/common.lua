-- What all scripts have in front of them. All keys begin with KEYS[1]:
--   version     of this layout
--   last_id     the last number of a job
--   jobs        hash: id of a job -> its number
--   numbers     sorted set: the numbers of all jobs
--   state:0|1   sorted set: the numbers of jobs that run, or are cancelled, and have not ended
--   ended       sorted set: the numbers of jobs that have ended, by the time
--   owned       hash: claim -> NUMBER:BATCH:OWNER
-- and for each job:
--   N:job       hash: job, state (as FleetJobState), hosts, batch_size, input_hash, created, ended, outcome:NUMBER -> hosts, and how many
--               batches are busy (owned) and left (not done)
--   N:input     the input
--   N:pending   sorted set: the batches that nobody has
--   N:granted   hash: batch -> the index after the last host that may have started
--   N:known     bits: the hosts with a result
--   N:results   hash: sequence -> result
local prefix = KEYS[1]
local call = redis.call

local function key(name, number)
    return prefix .. (number and number .. ':' or '') .. name
end

local function job_of(number)
    return call('hgetall', key('job', number))
end

local function find_job(id)
    local number = call('hget', key('jobs'), id)
    return number and { number, job_of(number) }
end

local function find_owned(claim)
    local owned = call('hget', key('owned'), claim)
    if not owned then
        return
    end

    local number, batch = string.match(owned, '^(%d+):(%d+):')
    local job = call('hmget', key('job', number), 'job', 'state', 'batch_size', 'hosts')
    local first = batch * job[3]
    return { number = number, batch = batch, job = job[1], state = job[2], first = first, last = math.min(first + job[3], job[4]) - 1 }
end

local function open_hosts(owned)
    local open = {}
    for host = owned.first, owned.last do
        if call('getbit', key('known', owned.number), host) == 0 then
            open[#open + 1] = host
        end
    end

    return open
end

local function claim_of(claim)
    local owned = find_owned(claim)
    return owned and {
        owned.number, owned.job, owned.state, owned.batch, open_hosts(owned), call('hget', key('granted', owned.number), owned.batch) }
end

local function delete_job(number)
    call('hdel', key('jobs'), call('hget', key('job', number), 'job'))
    call('zrem', key('numbers'), number)
    call('zrem', key('ended'), number)
    for _, name in ipairs({ 'job', 'input', 'pending', 'granted', 'known', 'results' }) do
        call('unlink', key(name, number))
    end
end

