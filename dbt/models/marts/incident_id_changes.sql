with

changes as (
    select * from {{ ref('stg_incident_id_changes') }}
),

ids as (
    select * from {{ ref('stg_incident_ids') }}
),

ended as (
    select * from {{ ref('int_incident_ids_followed') }}
),

incidents as (
    select * from {{ ref('fct_incidents') }}
),

-- Of an id that still stands: what it lost, and where that is now.
split as (
    select
        changes.incident_id,
        changes.change,
        sum(changes.report_count) as report_count,
        coalesce(ended.current_incident_id, changes.other_incident_id) as current_incident_id
    from changes
    inner join ids
        on changes.incident_id = ids.incident_id
    left join ended
        on changes.other_incident_id = ended.incident_id
    where
        ids.is_current
        and changes.change = 'split'
    group by
        changes.incident_id,
        changes.change,
        coalesce(ended.current_incident_id, changes.other_incident_id)
),

united as (
    select
        incident_id,
        change,
        report_count,
        current_incident_id
    from ended
    union all
    select
        incident_id,
        change,
        report_count,
        current_incident_id
    from split
    -- What was split off and came back is no change.
    where incident_id != current_incident_id
),

final as (
    select
        united.incident_id,
        united.change,
        incidents.incident_id as current_incident_id,
        cast(united.report_count as integer) as report_count
    from united
    left join incidents
        on united.current_incident_id = incidents.incident_id
)

select * from final
