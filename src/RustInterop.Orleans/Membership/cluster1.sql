-- What makes version 1 of an empty database. Never change it once it is released.
-- Microsoft.Orleans.Clustering.AdoNet reads its statements from OrleansQuery, and comes without any. Their names, their parameters
-- and the columns that they return are its contract. A database that has statements of its own keeps them.

create table if not exists OrleansQuery (QueryKey varchar(64) primary key, QueryText text not null);

create table rust_interop_clusters (
    id text primary key,
    version integer not null default 0
);

create table rust_interop_silos (
    cluster text not null references rust_interop_clusters on delete cascade,
    address text not null,
    port integer not null,
    generation integer not null,
    silo_name text not null,
    host_name text not null,
    status integer not null,
    gateway_port integer not null,
    suspect_times text,
    started timestamptz not null,
    alive timestamptz not null,
    primary key (cluster, address, port, generation)
);

insert into OrleansQuery (QueryKey, QueryText) values

('InsertMembershipVersionKey', $$
    with made as (insert into rust_interop_clusters (id) values (@DeploymentId) on conflict do nothing returning id)
    select exists (select from made)
$$),

('InsertMembershipKey', $$
    with changed as (
        update rust_interop_clusters set version = version + 1
        where id = @DeploymentId and version = @Version and not exists (
            select from rust_interop_silos
            where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
        returning id),
    made as (
        insert into rust_interop_silos (
            cluster, address, port, generation, silo_name, host_name, status, gateway_port, started, alive)
        select id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from changed
        returning cluster)
    select exists (select from made)
$$),

('UpdateMembershipKey', $$
    with changed as (
        update rust_interop_clusters set version = version + 1
        where id = @DeploymentId and version = @Version and exists (
            select from rust_interop_silos
            where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
        returning id),
    updated as (
        update rust_interop_silos set status = @Status, suspect_times = @SuspectTimes, alive = @IAmAliveTime
        from changed
        where cluster = id and address = @Address and port = @Port and generation = @Generation
        returning cluster)
    select exists (select from updated)
$$),

('UpdateIAmAlivetimeKey', $$
    update rust_interop_silos set alive = @IAmAliveTime
    where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$$),

('MembershipReadAllKey', $$
    select version as "Version", address as "Address", port as "Port", generation as "Generation", silo_name as "SiloName",
        host_name as "HostName", status as "Status", gateway_port as "ProxyPort", suspect_times as "SuspectTimes",
        started as "StartTime", alive as "IAmAliveTime"
    from rust_interop_clusters left join rust_interop_silos on cluster = id
    where id = @DeploymentId
$$),

('MembershipReadRowKey', $$
    select version as "Version", address as "Address", port as "Port", generation as "Generation", silo_name as "SiloName",
        host_name as "HostName", status as "Status", gateway_port as "ProxyPort", suspect_times as "SuspectTimes",
        started as "StartTime", alive as "IAmAliveTime"
    from rust_interop_clusters left join rust_interop_silos
        on cluster = id and address = @Address and port = @Port and generation = @Generation
    where id = @DeploymentId
$$),

('GatewaysQueryKey', $$
    select address as "Address", gateway_port as "ProxyPort", generation as "Generation" from rust_interop_silos
    where cluster = @DeploymentId and status = @Status and gateway_port > 0
$$),

('DeleteMembershipTableEntriesKey', $$
    delete from rust_interop_clusters where id = @DeploymentId
$$),

-- Silos that are not active (3) and have not been seen for long.
('CleanupDefunctSiloEntriesKey', $$
    delete from rust_interop_silos where cluster = @DeploymentId and alive < @IAmAliveTime and status <> 3
$$),

-- A silo that is dead (6), if it is still as it was read.
('CleanupDefunctSiloEntryKey', $$
    delete from rust_interop_silos
    where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation
        and status = 6 and started = @StartTime and alive = @IAmAliveTime
        and suspect_times is not distinct from @SuspectTimes
$$)

on conflict (QueryKey) do nothing;
