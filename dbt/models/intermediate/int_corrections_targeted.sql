with recursive

corrections as (
    select * from {{ ref('stg_corrections') }}
),

links as (
    select * from {{ ref('stg_incident_links') }}
),

ended_ids as (
    select * from {{ ref('int_incident_ids_followed') }}
),

-- Every incident that a correction names, and its id of today.
named as (
    select target_id as incident_id
    from corrections
    where target_kind = 'incident'
    union
    select other_id as incident_id
    from corrections
    where action = 'merge'
),

standing as (
    select distinct links.incident_id
    from links
    inner join named
        on links.incident_id = named.incident_id
    union
    -- What a split made, as long as the report that it took out is there.
    select distinct corrections.new_incident_id as incident_id
    from links
    inner join corrections
        on links.report_id = corrections.target_id
    where corrections.action = 'split'
),

followed as (
    select
        named.incident_id,
        if(standing.incident_id is null, ended_ids.current_incident_id, named.incident_id)
            as current_incident_id
    from named
    left join standing
        on named.incident_id = standing.incident_id
    left join ended_ids
        on named.incident_id = ended_ids.incident_id
),

placed as (
    select
        corrections.correction_id,
        corrections.precedence,
        corrections.action,
        target_ids.current_incident_id as target_incident_id,
        other_ids.current_incident_id as other_incident_id
    from corrections
    left join followed as target_ids
        on corrections.target_id = target_ids.incident_id
    left join followed as other_ids
        on corrections.other_id = other_ids.incident_id
),

-- Of the merges of one incident the latest counts.
latest_merges as (
    select
        correction_id,
        precedence,
        target_incident_id,
        other_incident_id
    from placed
    where
        action = 'merge'
        and target_incident_id != other_incident_id
    qualify
        row_number() over (
            partition by target_incident_id
            order by precedence desc
        ) = 1
),

-- Merges that run in a circle: the earliest of each circle gives way.
walks as (
    select
        target_incident_id as start_id,
        other_incident_id as at_id,
        precedence as least_precedence,
        1 as step_count
    from latest_merges
    union all
    select
        walks.start_id,
        latest_merges.other_incident_id as at_id,
        least(walks.least_precedence, latest_merges.precedence) as least_precedence,
        walks.step_count + 1 as step_count
    from walks
    inner join latest_merges
        on walks.at_id = latest_merges.target_incident_id
    where
        walks.at_id != walks.start_id
        and walks.step_count < 1000
),

circles as (
    select
        start_id,
        least_precedence
    from walks
    where at_id = start_id
),

effective_merges as (
    select
        latest_merges.correction_id,
        latest_merges.target_incident_id,
        latest_merges.other_incident_id
    from latest_merges
    left join circles
        on latest_merges.target_incident_id = circles.start_id
    where latest_merges.precedence is distinct from circles.least_precedence
),

moves as (
    select
        target_incident_id as incident_id,
        other_incident_id as merged_incident_id,
        1 as step_count
    from effective_merges
    union all
    select
        moves.incident_id,
        effective_merges.other_incident_id as merged_incident_id,
        moves.step_count + 1 as step_count
    from moves
    inner join effective_merges
        on moves.merged_incident_id = effective_merges.target_incident_id
    where moves.step_count < 1000
),

merged as (
    select
        incident_id,
        arg_max(merged_incident_id, step_count) as merged_incident_id
    from moves
    group by incident_id
),

targeted as (
    select
        placed.correction_id,
        placed.target_incident_id,
        placed.other_incident_id,
        coalesce(merged.merged_incident_id, placed.target_incident_id) as merged_incident_id,
        coalesce(
            placed.action = 'merge'
            and placed.target_incident_id != placed.other_incident_id
            and effective_merges.correction_id is null,
            false
        ) as is_overridden_merge
    from placed
    left join merged
        on placed.target_incident_id = merged.incident_id
    left join effective_merges
        on placed.correction_id = effective_merges.correction_id
)

select * from targeted
