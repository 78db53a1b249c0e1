with

incidents as not materialized (
    select * from {{ ref('int_incidents_reconciled') }}
),

victim_groups as not materialized (
    select * from {{ ref('int_victim_groups_unnested') }}
),

figures as (
    select
        incident_key,
        'killed' as measure,
        killed_report_key as report_key,
        killed_low as estimate_low,
        killed_best as estimate_best,
        killed_high as estimate_high
    from incidents
    union all
    select
        incident_key,
        'wounded' as measure,
        wounded_report_key as report_key,
        wounded_low as estimate_low,
        wounded_best as estimate_best,
        wounded_high as estimate_high
    from incidents
),

-- The groups of the report that carries the reconciled figure.
told as (
    select
        figures.incident_key,
        figures.measure,
        figures.estimate_low as incident_low,
        figures.estimate_best as incident_best,
        figures.estimate_high as incident_high,
        victim_groups.report_key is null as is_untold,
        victim_groups.actor_key,
        victim_groups.actor,
        victim_groups.actor_id,
        victim_groups.status,
        victim_groups.estimate_low,
        victim_groups.estimate_best,
        victim_groups.estimate_high,
        -- Nothing is left to share out: one group stands for all, or nobody is told of.
        victim_groups.report_key is null
        or (
            victim_groups.is_alone and victim_groups.estimate_best >= figures.estimate_best
        ) as is_whole
    from figures
    left join victim_groups
        on
            figures.report_key = victim_groups.report_key
            and figures.measure = victim_groups.measure
),

whole as (
    select
        incident_key,
        measure,
        coalesce(actor_key, 'unknown') as actor_key,
        coalesce(status, 'unknown') as status,
        actor,
        actor_id,
        is_untold as is_remainder,
        cast(incident_low as integer) as estimate_low,
        cast(incident_best as integer) as estimate_best,
        cast(incident_high as integer) as estimate_high
    from told
    where is_whole
),

-- From here on: figures that several groups share, or that one group does not fill.
won as (
    select
        incident_key,
        measure,
        incident_low,
        incident_best,
        incident_high,
        actor_key,
        actor,
        actor_id,
        status,
        estimate_low,
        estimate_best,
        estimate_high,
        coalesce(
            sum(estimate_best) over (
                partition by incident_key, measure
                order by estimate_best desc, actor_key asc, status asc
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as best_before
    from told
    where not is_whole
),

best_capped as (
    select
        incident_key,
        measure,
        incident_low,
        incident_best,
        incident_high,
        actor_key,
        actor,
        actor_id,
        status,
        estimate_low,
        greatest(0, least(estimate_best, incident_best - best_before)) as estimate_best,
        estimate_high,
        false as is_remainder
    from won
),

best_told as (
    select
        incident_key,
        measure,
        incident_low,
        incident_best,
        incident_high,
        sum(estimate_best) as told_best
    from best_capped
    group by incident_key, measure, incident_low, incident_best, incident_high
),

-- What the report counts without saying who.
remainders as (
    select
        incident_key,
        measure,
        incident_low,
        incident_best,
        incident_high,
        'unknown' as actor_key,
        cast(null as varchar) as actor,
        cast(null as varchar) as actor_id,
        'unknown' as status,
        0 as estimate_low,
        incident_best - told_best as estimate_best,
        incident_best - told_best as estimate_high,
        true as is_remainder
    from best_told
    where told_best < incident_best
),

completed as (
    select
        incident_key,
        measure,
        incident_low,
        incident_best,
        incident_high,
        actor_key,
        actor,
        actor_id,
        status,
        estimate_low,
        estimate_best,
        estimate_high,
        is_remainder
    from best_capped
    union all
    select
        incident_key,
        measure,
        incident_low,
        incident_best,
        incident_high,
        actor_key,
        actor,
        actor_id,
        status,
        estimate_low,
        estimate_best,
        estimate_high,
        is_remainder
    from remainders
),

ordered as (
    select
        incident_key,
        measure,
        incident_low,
        incident_best,
        incident_high,
        actor_key,
        actor,
        actor_id,
        status,
        estimate_low,
        estimate_best,
        estimate_high,
        is_remainder,
        row_number() over (
            partition by incident_key, measure
            order by estimate_best desc, is_remainder asc, actor_key asc, status asc
        ) as size_rank,
        -- The remainder comes first where a low has to be filled up.
        row_number() over (
            partition by incident_key, measure
            order by is_remainder desc, estimate_best desc, actor_key asc, status asc
        ) as fill_rank,
        least(estimate_low, estimate_best) as asked_low,
        greatest(0, coalesce(estimate_high, estimate_best) - estimate_best) as asked_surplus
    from completed
),

low_capped as (
    select
        incident_key,
        measure,
        incident_low,
        incident_best,
        incident_high,
        actor_key,
        actor,
        actor_id,
        status,
        estimate_best,
        estimate_high,
        is_remainder,
        size_rank,
        fill_rank,
        greatest(
            0,
            least(
                asked_low,
                incident_low - coalesce(
                    sum(asked_low) over (
                        partition by incident_key, measure
                        order by size_rank asc
                        rows between unbounded preceding and 1 preceding
                    ),
                    0
                )
            )
        ) as granted_low,
        greatest(
            0,
            least(
                asked_surplus,
                incident_high - incident_best - coalesce(
                    sum(asked_surplus) over (
                        partition by incident_key, measure
                        order by size_rank asc
                        rows between unbounded preceding and 1 preceding
                    ),
                    0
                )
            )
        ) as granted_surplus
    from ordered
),

totalled as (
    select
        incident_key,
        measure,
        incident_high,
        actor_key,
        actor,
        actor_id,
        status,
        estimate_best,
        estimate_high,
        is_remainder,
        size_rank,
        granted_low,
        granted_surplus,
        incident_low
        - sum(granted_low) over (partition by incident_key, measure) as missing_low,
        incident_high - incident_best
        - sum(granted_surplus) over (partition by incident_key, measure) as spare_surplus,
        bool_or(estimate_high is null) over (
            partition by incident_key, measure
        ) as is_any_group_open,
        coalesce(
            sum(estimate_best - granted_low) over (
                partition by incident_key, measure
                order by fill_rank asc
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as room_before
    from low_capped
),

allocated as (
    select
        incident_key,
        measure,
        actor_key,
        status,
        actor,
        actor_id,
        is_remainder,
        cast(
            granted_low
            + greatest(0, least(estimate_best - granted_low, missing_low - room_before))
            as integer
        ) as estimate_low,
        cast(estimate_best as integer) as estimate_best,
        cast(
            case
                -- greatest() and least() skip nulls, so the open incident is handled first.
                when incident_high is null and estimate_high is null then null
                when incident_high is null and not is_any_group_open and size_rank = 1 then null
                when incident_high is null then greatest(estimate_best, estimate_high)
                else estimate_best + granted_surplus + if(size_rank = 1, spare_surplus, 0)
            end as integer
        ) as estimate_high
    from totalled
    union all
    select
        incident_key,
        measure,
        actor_key,
        status,
        actor,
        actor_id,
        is_remainder,
        estimate_low,
        estimate_best,
        estimate_high
    from whole
)

select * from allocated
