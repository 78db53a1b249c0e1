with

allocated as (
    select * from {{ ref('int_casualties_allocated') }}
),

incidents as (
    select * from {{ ref('int_incidents_reconciled') }}
),

joined as (
    select
        incident_key,
        actor_key,
        status,
        coalesce(max(actor_id), 'unknown') as actor_id,
        -- The name that goes with the killed, if it goes with any; then a told one.
        arg_min(
            struct_pack(name := actor),
            struct_pack(
                a := measure, b := is_remainder, c := actor is null, d := coalesce(actor, '')
            )
        )['name'] as actor,
        coalesce(sum(estimate_low) filter (where measure = 'killed'), 0) as killed_low,
        coalesce(sum(estimate_best) filter (where measure = 'killed'), 0) as killed_best,
        if(
            bool_or(measure = 'killed' and estimate_high is null),
            null,
            coalesce(sum(estimate_high) filter (where measure = 'killed'), 0)
        ) as killed_high,
        coalesce(sum(estimate_low) filter (where measure = 'wounded'), 0) as wounded_low,
        coalesce(sum(estimate_best) filter (where measure = 'wounded'), 0) as wounded_best,
        if(
            bool_or(measure = 'wounded' and estimate_high is null),
            null,
            coalesce(sum(estimate_high) filter (where measure = 'wounded'), 0)
        ) as wounded_high,
        -- An empty remainder is there only for an incident that nobody else stands for.
        bool_and(is_remainder and estimate_best = 0 and coalesce(estimate_high = 0, false))
            as is_empty
    from allocated
    group by incident_key, actor_key, status
),

filled as (
    select distinct incident_key
    from joined
    where not is_empty
),

kept as (
    select
        joined.incident_key,
        joined.actor_key,
        joined.status,
        joined.actor_id,
        joined.actor,
        joined.killed_low,
        joined.killed_best,
        joined.killed_high,
        joined.wounded_low,
        joined.wounded_best,
        joined.wounded_high
    from joined
    left join filled
        on joined.incident_key = filled.incident_key
    where
        not joined.is_empty
        or filled.incident_key is null
),

final as (
    select
        'cas-'
        || left(md5(incidents.incident_id || '|' || kept.actor_key || '|' || kept.status), 16)
            as casualty_id,
        incidents.incident_id,
        kept.actor_id,
        kept.actor,
        kept.status,
        cast(kept.killed_low as integer) as killed_low,
        cast(kept.killed_best as integer) as killed_best,
        cast(kept.killed_high as integer) as killed_high,
        cast(kept.wounded_low as integer) as wounded_low,
        cast(kept.wounded_best as integer) as wounded_best,
        cast(kept.wounded_high as integer) as wounded_high
    from kept
    inner join incidents
        on kept.incident_key = incidents.incident_key
)

select * from final
