-- What makes version 1 of an empty database. Never change it once it is released.
-- The states of jobs are those of FleetJobState. The states of batches: 0 pending, 1 owned, 2 done.

create table fleet_jobs (
    id bigint generated always as identity primary key,
    job text not null unique,
    state integer not null,
    hosts integer not null,
    input_hash bytea not null,
    created timestamptz not null,
    ended timestamptz
);
create index fleet_jobs_by_end on fleet_jobs (ended) where ended is not null;
create index fleet_jobs_by_state on fleet_jobs (state) where ended is null;

create table fleet_inputs (
    job bigint primary key references fleet_jobs on delete cascade,
    input bytea not null
);

create table fleet_outcomes (
    job bigint not null references fleet_jobs on delete cascade,
    outcome integer not null,
    hosts integer not null,
    primary key (job, outcome)
);

create table fleet_batches (
    job bigint not null references fleet_jobs on delete cascade,
    number integer not null,
    first integer not null,
    hosts integer not null,
    state integer not null,
    claim uuid,
    owner text,
    granted_to integer not null,
    primary key (job, number)
);
create index fleet_batches_by_state on fleet_batches (state, job, number) where state < 2;
create unique index fleet_batches_by_claim on fleet_batches (claim) where claim is not null;

-- The results are bytes, since text cannot hold all that actions print.
create table fleet_results (
    job bigint not null references fleet_jobs on delete cascade,
    sequence bigint not null,
    host integer not null,
    outcome integer not null,
    result bytea not null,
    primary key (job, sequence)
);
create unique index fleet_results_by_host on fleet_results (job, host);

create view fleet_claims as
select
    claim, fleet_jobs.id as job_id, fleet_jobs.job, fleet_jobs.state, number,
    array(
        select host from generate_series(first, first + fleet_batches.hosts - 1) as host
        where not exists (select from fleet_results where fleet_results.job = fleet_jobs.id and fleet_results.host = host.host)
        order by host) as open,
    granted_to
from fleet_batches join fleet_jobs on fleet_jobs.id = fleet_batches.job
where claim is not null;

-- Each of the functions below is one statement to its caller, so a process that stops halfway holds no lock.

create function fleet_claim(the_claim uuid, the_owner text, the_state integer) returns setof fleet_claims
language plpgsql as $$
begin
    if not exists (select from fleet_batches where claim = the_claim)
        and exists (select from fleet_batches where fleet_batches.state = 0)
    then
        -- One at a time: each has to see what the others have claimed, or all would take from the same job.
        perform pg_advisory_xact_lock(hashtextextended('fleet_claim', 0));
        update fleet_batches set state = 1, claim = the_claim, owner = the_owner, granted_to = first
        where (fleet_batches.job, fleet_batches.number) = (
            select pending.job, pending.number
            from fleet_jobs cross join lateral (
                select job, number from fleet_batches
                where fleet_batches.job = fleet_jobs.id and fleet_batches.state = 0 order by number limit 1) as pending
            where fleet_jobs.state = the_state and fleet_jobs.ended is null
            order by (select count(*) from fleet_batches as busy where busy.job = fleet_jobs.id and busy.state = 1), fleet_jobs.id
            limit 1);
    end if;

    return query select * from fleet_claims where claim = the_claim;
end
$$;

create function fleet_take_over(old_claim uuid, the_claim uuid, the_owner text) returns setof fleet_claims
language plpgsql as $$
begin
    update fleet_batches set claim = the_claim, owner = the_owner where claim = old_claim;
    return query select * from fleet_claims where claim = the_claim;
end
$$;

-- Returns a WriteOutcome. It is called several times in one transaction if the results are too large for one call.
create function fleet_write(
    the_claim uuid, given_hosts integer[], given_outcomes integer[], given_results bytea[], grant_to integer, is_release boolean,
    the_time timestamptz) returns integer
language plpgsql as $$
declare
    the_job bigint;
    the_state integer;
begin
    -- With the lock on the job, results become visible in the order of their numbers: a reader that has seen one has seen all before.
    select id, state into the_job, the_state from fleet_jobs
    where id = (select job from fleet_batches where claim = the_claim) for update;
    perform from fleet_batches where claim = the_claim for update;
    if not found then
        return 2;
    end if;

    with added as (
        insert into fleet_results (job, sequence, host, outcome, result)
        select
            the_job,
            (select coalesce(sum(hosts), 0) from fleet_outcomes where job = the_job) + row_number() over (order by place),
            given.host, given.outcome, given.result
        from unnest(given_hosts, given_outcomes, given_results) with ordinality as given (host, outcome, result, place)
        where not exists (select from fleet_results as known where known.job = the_job and known.host = given.host)
        returning outcome)
    insert into fleet_outcomes (job, outcome, hosts)
    select the_job, outcome, count(*) from added group by outcome
    on conflict (job, outcome) do update set hosts = fleet_outcomes.hosts + excluded.hosts;

    if is_release then
        update fleet_batches set claim = null, owner = null, state = case fleet_batches.hosts
            when (
                select count(*) from fleet_results as known
                where known.job = the_job and host >= first and host < first + fleet_batches.hosts) then 2
            else 0 end
        where claim = the_claim;
        update fleet_jobs set ended = the_time, state = case state when 1 then 3 else 2 end
        where id = the_job and ended is null and not exists (
            select from fleet_batches where job = the_job and fleet_batches.state < 2);
    elsif the_state = 0 then
        update fleet_batches set granted_to = greatest(granted_to, grant_to) where claim = the_claim;
    end if;

    return case the_state when 0 then 0 else 1 end;
end
$$;
