-- Schema ops: what an operator asks of the runs. No figure depends on it.

-- One row per run that came as far as the warehouse, also where it failed or was killed (no ended_at).
create table ops.runs (
    run_id varchar not null,
    job varchar not null,
    started_at timestamp not null,
    ended_at timestamp,
    seconds double,
    outcome varchar not null,
    error varchar,
    files_waiting bigint,
    checks_passed bigint,
    checks_warned bigint,
    checks_failed bigint
);

-- One row per step of a run that ended: how long it took, and how many rows its tables then had.
create table ops.run_steps (
    run_id varchar not null,
    step varchar not null,
    started_at timestamp not null,
    seconds double not null,
    outcome varchar not null,
    row_count bigint
);
