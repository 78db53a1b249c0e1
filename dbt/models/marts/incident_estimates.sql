{{ config(materialized='view') }}

with

ranked as not materialized (
    select * from {{ ref('int_incident_reports_ranked') }}
    where incident_id is not null
),

reports as (
    select * from {{ ref('stg_incident_reports') }}
),

corrections as (
    select * from {{ ref('int_report_corrections_pivoted') }}
),

incidents as not materialized (
    select * from {{ ref('int_incidents_reconciled') }}
),

articles as (
    select * from {{ ref('stg_articles') }}
),

joined as (
    select
        ranked.report_key,
        ranked.report_id,
        ranked.incident_id,
        ranked.incident_key,
        reports.article_id,
        ranked.published_at,
        ranked.is_counted,
        ranked.report_tier,
        reports.killed_low,
        reports.killed_best,
        reports.killed_high,
        reports.wounded_low,
        reports.wounded_best,
        reports.wounded_high,
        -- What was reconciled, where a person set another figure than the report tells.
        if(corrections.is_killed_set, corrections.set_killed_best, reports.killed_best)
            as used_killed_best,
        if(corrections.is_wounded_set, corrections.set_wounded_best, reports.wounded_best)
            as used_wounded_best
    from ranked
    inner join reports
        on ranked.report_id = reports.report_id
    left join corrections
        on ranked.report_id = corrections.report_id
),

told as (
    select
        report_key,
        report_id,
        incident_id,
        incident_key,
        article_id,
        published_at,
        is_counted,
        report_tier,
        'killed' as measure,
        killed_low as estimate_low,
        killed_best as estimate_best,
        killed_high as estimate_high,
        used_killed_best as used_best
    from joined
    union all
    select
        report_key,
        report_id,
        incident_id,
        incident_key,
        article_id,
        published_at,
        is_counted,
        report_tier,
        'wounded' as measure,
        wounded_low as estimate_low,
        wounded_best as estimate_best,
        wounded_high as estimate_high,
        used_wounded_best as used_best
    from joined
),

won as (
    select
        incident_key,
        'killed' as measure,
        killed_report_key as winning_report_key,
        killed_best as winning_best
    from incidents
    union all
    select
        incident_key,
        'wounded' as measure,
        wounded_report_key as winning_report_key,
        wounded_best as winning_best
    from incidents
),

voted as (
    select
        told.report_key,
        told.report_id,
        told.incident_id,
        told.article_id,
        told.published_at,
        told.is_counted,
        told.report_tier,
        told.measure,
        told.estimate_low,
        told.estimate_best,
        told.estimate_high,
        told.used_best,
        won.winning_report_key,
        won.winning_best,
        count(*) filter (where told.is_counted) over (
            partition by told.incident_key, told.measure, told.used_best
        ) as vote_count,
        count(*) filter (
            where told.is_counted and told.used_best = won.winning_best
        ) over (partition by told.incident_key, told.measure) as winning_vote_count,
        max(told.published_at) filter (where told.is_counted) over (
            partition by told.incident_key, told.measure, told.used_best
        ) as last_published_at,
        max(told.published_at) filter (
            where told.is_counted and told.used_best = won.winning_best
        ) over (partition by told.incident_key, told.measure) as winning_last_published_at
    from told
    inner join won
        on
            told.incident_key = won.incident_key
            and told.measure = won.measure
),

final as (
    select
        voted.report_id || '/' || voted.measure as estimate_id,
        voted.incident_id,
        voted.measure,
        voted.report_id,
        voted.article_id,
        articles.source_name as source,
        articles.url,
        voted.published_at,
        voted.estimate_low,
        voted.estimate_best,
        voted.estimate_high,
        case
            when voted.report_tier = 3 then 'background'
            when voted.report_tier = 2 then 'superseded'
            -- A person's word, not the source's.
            when voted.estimate_best != voted.used_best then 'corrected'
            when voted.report_key = voted.winning_report_key then 'won'
            when voted.estimate_best = voted.winning_best then 'agrees'
            when voted.vote_count < voted.winning_vote_count then 'outvoted'
            when
                coalesce(
                    voted.last_published_at < voted.winning_last_published_at,
                    voted.winning_last_published_at is not null
                )
                then 'older'
            else 'larger'
        end as outcome,
        voted.winning_best,
        cast(voted.vote_count as integer) as source_count
    from voted
    inner join articles
        on voted.article_id = articles.article_id
)

select * from final
