with recursive

changes as (
    select * from {{ ref('stg_incident_id_changes') }}
),

ids as (
    select * from {{ ref('stg_incident_ids') }}
),

-- Of an id that ended, the last change is what counts: it may have come back in between.
last_changes as (
    select
        changes.incident_id,
        changes.change,
        changes.other_incident_id,
        changes.report_count
    from changes
    inner join ids
        on changes.incident_id = ids.incident_id
    where
        not ids.is_current
        and changes.change != 'split'
    qualify
        row_number() over (
            partition by changes.incident_id
            order by changes.change_no desc
        ) = 1
),

-- An id may have been merged into one that was itself merged later. An id that comes back ends the
-- search, so that it cannot run in a circle.
followed as (
    select
        last_changes.incident_id,
        last_changes.change,
        last_changes.report_count,
        last_changes.other_incident_id as current_incident_id,
        1 as step_count
    from last_changes
    union all
    select
        followed.incident_id,
        followed.change,
        followed.report_count,
        last_changes.other_incident_id as current_incident_id,
        followed.step_count + 1 as step_count
    from followed
    inner join last_changes
        on followed.current_incident_id = last_changes.incident_id
    where followed.step_count < 1000
),

ended as (
    select
        incident_id,
        change,
        report_count,
        current_incident_id
    from followed
    qualify
        row_number() over (
            partition by incident_id
            order by step_count desc
        ) = 1
)

select * from ended
