with

reports as (
    select * from {{ ref('int_incident_reports_ranked') }}
    where incident_id is not null
),

incidents as (
    select * from {{ ref('int_incidents_reconciled') }}
),

told as (
    select
        report_id,
        incident_id,
        article_id,
        source_name,
        source_key,
        url,
        published_at,
        is_counted,
        report_tier,
        'killed' as measure,
        killed_low as estimate_low,
        killed_best as estimate_best,
        killed_high as estimate_high
    from reports
    union all
    select
        report_id,
        incident_id,
        article_id,
        source_name,
        source_key,
        url,
        published_at,
        is_counted,
        report_tier,
        'wounded' as measure,
        wounded_low as estimate_low,
        wounded_best as estimate_best,
        wounded_high as estimate_high
    from reports
),

won as (
    select
        incident_id,
        'killed' as measure,
        killed_report_id as winning_report_id,
        killed_best as winning_best
    from incidents
    union all
    select
        incident_id,
        'wounded' as measure,
        wounded_report_id as winning_report_id,
        wounded_best as winning_best
    from incidents
),

voted as (
    select
        told.report_id,
        told.incident_id,
        told.article_id,
        told.source_name,
        told.url,
        told.published_at,
        told.is_counted,
        told.report_tier,
        told.measure,
        told.estimate_low,
        told.estimate_best,
        told.estimate_high,
        won.winning_report_id,
        won.winning_best,
        count(*) filter (where told.is_counted) over (
            partition by told.incident_id, told.measure, told.estimate_best
        ) as vote_count,
        count(*) filter (
            where told.is_counted and told.estimate_best = won.winning_best
        ) over (partition by told.incident_id, told.measure) as winning_vote_count,
        max(told.published_at) filter (where told.is_counted) over (
            partition by told.incident_id, told.measure, told.estimate_best
        ) as last_published_at,
        max(told.published_at) filter (
            where told.is_counted and told.estimate_best = won.winning_best
        ) over (partition by told.incident_id, told.measure) as winning_last_published_at
    from told
    inner join won
        on
            told.incident_id = won.incident_id
            and told.measure = won.measure
),

final as (
    select
        report_id || '/' || measure as estimate_id,
        incident_id,
        measure,
        report_id,
        article_id,
        source_name as source,
        url,
        published_at,
        estimate_low,
        estimate_best,
        estimate_high,
        case
            when report_id = winning_report_id then 'won'
            when report_tier = 3 then 'background'
            when report_tier = 2 then 'superseded'
            when estimate_best = winning_best then 'agrees'
            when vote_count < winning_vote_count then 'outvoted'
            when
                coalesce(
                    last_published_at < winning_last_published_at,
                    winning_last_published_at is not null
                )
                then 'older'
            else 'larger'
        end as outcome,
        winning_best,
        cast(vote_count as integer) as source_count
    from voted
)

select * from final
