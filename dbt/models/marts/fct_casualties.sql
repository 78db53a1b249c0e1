with

allocated as (
    select * from {{ ref('int_casualties_allocated') }}
),

joined as (
    select
        incident_id,
        actor_key,
        status,
        coalesce(max(actor_id), 'unknown') as actor_id,
        first(actor order by measure asc, is_remainder asc, actor asc nulls last) as actor,
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
    group by incident_id, actor_key, status
),

kept as (
    select
        incident_id,
        actor_key,
        status,
        actor_id,
        actor,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high
    from joined
    qualify
        not is_empty
        or bool_and(is_empty) over (partition by incident_id)
),

final as (
    select
        'cas-' || left(md5(incident_id || '|' || actor_key || '|' || status), 16) as casualty_id,
        incident_id,
        actor_id,
        actor,
        status,
        cast(killed_low as integer) as killed_low,
        cast(killed_best as integer) as killed_best,
        cast(killed_high as integer) as killed_high,
        cast(wounded_low as integer) as wounded_low,
        cast(wounded_best as integer) as wounded_best,
        cast(wounded_high as integer) as wounded_high
    from kept
)

select * from final
