with

reports as (
    select * from {{ ref('int_incident_reports_corrected') }}
),

incidents as not materialized (
    select * from {{ ref('int_incidents_reconciled') }}
),

-- Only the groups of a report that carries a figure are ever asked for.
carriers as (
    select killed_report_key as report_key
    from incidents
    union all
    select wounded_report_key as report_key
    from incidents
),

carried as (
    select
        hash(reports.report_id) as report_key,
        reports.groups
    from reports
    semi join carriers
        on hash(reports.report_id) = carriers.report_key
    where len(reports.groups) > 0
),

unnested as (
    select
        report_key,
        len(groups) = 1 as is_alone,
        unnest(groups) as victims
    from carried
),

named as (
    select
        report_key,
        is_alone,
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
        report_key,
        is_alone,
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
        report_key,
        is_alone,
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

-- Most reports tell of one group: there is nothing to add up.
merged as (
    select
        report_key,
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
    where not is_alone
    group by report_key, measure, actor_key, status, actor_id
),

united as (
    select
        report_key,
        measure,
        actor_key,
        status,
        actor_id,
        actor,
        estimate_low,
        estimate_best,
        estimate_high,
        true as is_alone
    from measured
    where is_alone
    union all
    select
        report_key,
        measure,
        actor_key,
        status,
        actor_id,
        actor,
        estimate_low,
        estimate_best,
        estimate_high,
        false as is_alone
    from merged
)

select * from united
