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

corrections as (
    select * from {{ ref('int_report_corrections_pivoted') }}
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

-- What people merged, split off or excluded, of the ids that linking gave.
moved as (
    select
        linked_incident_id as incident_id,
        incident_id as current_incident_id,
        count(*) as report_count
    from corrections
    where linked_incident_id != coalesce(incident_id, '')
    group by linked_incident_id, incident_id
),

moved_by_people as (
    select
        moved.incident_id,
        moved.report_count,
        moved.current_incident_id,
        case
            when incidents.incident_id is not null then 'split'
            when moved.current_incident_id is null then 'withdrawn'
            else 'merged'
        end as change
    from moved
    left join incidents
        on moved.incident_id = incidents.incident_id
    -- An incident that stands has lost nothing to an exclusion but a report.
    where
        incidents.incident_id is null
        or moved.current_incident_id is not null
),

-- Of an id that is gone, some reports may be excluded and others elsewhere.
gone_by_people as (
    select
        incident_id,
        change,
        report_count,
        current_incident_id
    from moved_by_people
    qualify
        change != 'withdrawn'
        or count(*) over (partition by incident_id) = 1
),

merged_by_people as (
    select
        incident_id,
        any_value(current_incident_id) as current_incident_id
    from gone_by_people
    where change = 'merged'
    group by incident_id
    having count(*) = 1
),

united as (
    select
        ended.incident_id,
        ended.change,
        ended.report_count,
        coalesce(merged_by_people.current_incident_id, ended.current_incident_id)
            as current_incident_id
    from ended
    left join merged_by_people
        on ended.current_incident_id = merged_by_people.incident_id
    union all
    select
        split.incident_id,
        split.change,
        split.report_count,
        coalesce(merged_by_people.current_incident_id, split.current_incident_id)
            as current_incident_id
    from split
    left join merged_by_people
        on split.current_incident_id = merged_by_people.incident_id
    -- What was split off and came back is no change.
    where split.incident_id != split.current_incident_id
    union all
    select
        incident_id,
        change,
        report_count,
        current_incident_id
    from gone_by_people
),

summed as (
    select
        incident_id,
        change,
        current_incident_id,
        sum(report_count) as report_count
    from united
    where incident_id is distinct from current_incident_id
    group by incident_id, change, current_incident_id
),

final as (
    select
        summed.incident_id,
        summed.change,
        incidents.incident_id as current_incident_id,
        cast(summed.report_count as integer) as report_count
    from summed
    left join incidents
        on summed.current_incident_id = incidents.incident_id
)

select * from final
