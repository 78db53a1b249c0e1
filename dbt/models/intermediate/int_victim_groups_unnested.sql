with

reports as (
    select * from {{ ref('int_incident_reports_ranked') }}
    where is_counted
),

unnested as (
    select
        report_id,
        unnest(groups) as victims
    from reports
),

named as (
    select
        report_id,
        victims['actor'] as actor,
        victims['actor_id'] as actor_id,
        victims['status'] as status,
        victims['killed_low'] as killed_low,
        victims['killed_best'] as killed_best,
        victims['killed_high'] as killed_high,
        victims['wounded_low'] as wounded_low,
        victims['wounded_best'] as wounded_best,
        victims['wounded_high'] as wounded_high,
        coalesce(
            'id:' || victims['actor_id'], 'name:' || lower(trim(victims['actor'])), 'unknown'
        ) as actor_key,
        -- "no soldier was hurt": told, and kept although it adds nothing to either measure.
        coalesce(
            victims['killed_best'] + victims['wounded_best']
            + victims['killed_high'] + victims['wounded_high'] = 0,
            false
        ) as is_unharmed
    from unnested
),

measured as (
    select
        report_id,
        actor,
        actor_id,
        actor_key,
        status,
        'killed' as measure,
        killed_low as estimate_low,
        killed_best as estimate_best,
        killed_high as estimate_high
    from named
    where is_unharmed or killed_best > 0 or killed_high is null or killed_high > 0
    union all
    select
        report_id,
        actor,
        actor_id,
        actor_key,
        status,
        'wounded' as measure,
        wounded_low as estimate_low,
        wounded_best as estimate_best,
        wounded_high as estimate_high
    from named
    where is_unharmed or wounded_best > 0 or wounded_high is null or wounded_high > 0
),

merged as (
    select
        report_id,
        measure,
        actor_key,
        status,
        actor_id,
        first(actor order by estimate_best desc, actor asc nulls last) as actor,
        cast(sum(estimate_low) as integer) as estimate_low,
        cast(sum(estimate_best) as integer) as estimate_best,
        if(
            count(estimate_high) = count(*), cast(sum(estimate_high) as integer), null
        ) as estimate_high
    from measured
    group by report_id, measure, actor_key, status, actor_id
)

select * from merged
