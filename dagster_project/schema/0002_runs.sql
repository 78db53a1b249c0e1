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

comment on table ops.runs is 'One row per run that came as far as the warehouse.';
comment on column ops.runs.run_id is 'Dagster''s id of the run.';
comment on column ops.runs.job is 'The job: the default one, or the one that fetches feeds.';
comment on column ops.runs.started_at is 'When it had the writer''s lock, UTC.';
comment on column ops.runs.ended_at is 'When it ended, UTC; null while it runs, or where it was killed.';
comment on column ops.runs.seconds is 'From its start to its end.';
comment on column ops.runs.outcome is 'running, succeeded or failed; running without a process: it was killed.';
comment on column ops.runs.error is 'What went wrong first, in words.';
comment on column ops.runs.files_waiting is 'New or changed files of the inbox that were left to the next run.';
comment on column ops.runs.checks_passed is 'Checks of the run that passed.';
comment on column ops.runs.checks_warned is 'Checks that warned and stopped nothing.';
comment on column ops.runs.checks_failed is 'Checks that stopped the run.';

comment on table ops.run_steps is 'One row per step of a run that ended.';
comment on column ops.run_steps.run_id is 'Dagster''s id of the run.';
comment on column ops.run_steps.step is 'The step, by its name in Dagster.';
comment on column ops.run_steps.started_at is 'When it began, UTC.';
comment on column ops.run_steps.seconds is 'How long it took.';
comment on column ops.run_steps.outcome is 'succeeded, failed or skipped.';
comment on column ops.run_steps.row_count is 'The rows that the step''s tables then had; null where it has none.';
