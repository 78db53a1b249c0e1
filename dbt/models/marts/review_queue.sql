with

incidents as (
    select * from {{ ref('fct_incidents') }}
),

casualties as (
    select * from {{ ref('fct_casualties') }}
    where
        actor_id = 'unknown'
        and actor is not null
),

reconciled as (
    select * from {{ ref('int_incidents_reconciled') }}
),

reports as (
    select * from {{ ref('int_incident_reports_ranked') }}
    where is_counted
),

corrections as (
    select * from {{ ref('int_report_corrections_pivoted') }}
),

settled as (
    select
        reports.incident_id,
        bool_or(corrections.is_killed_set) as is_killed_set,
        bool_or(corrections.is_place_set) as is_place_set,
        bool_or(corrections.is_perpetrator_set) as is_perpetrator_set,
        bool_or(corrections.is_victims_set) as is_victims_set
    from corrections
    inner join reports
        on corrections.report_id = reports.report_id
    group by reports.incident_id
),

-- What the reports that carry the figures tell otherwise than each other, and what is set by hand.
told as (
    select
        reconciled.incident_id,
        reconciled.killed_low as least_killed,
        reconciled.killed_most as most_killed,
        reconciled.voice_count,
        reconciled.is_region_disputed,
        coalesce(settled.is_killed_set, false) as is_killed_set,
        coalesce(settled.is_place_set, false) as is_place_set,
        coalesce(settled.is_perpetrator_set, false) as is_perpetrator_set,
        coalesce(settled.is_victims_set, false) as is_victims_set
    from reconciled
    left join settled
        on reconciled.incident_id = settled.incident_id
),

unlisted_victims as (
    select
        incident_id,
        cast(sum(killed_best) as bigint) as killed_best
    from casualties
    group by incident_id
),

places as (
    select
        place,
        admin1_code,
        count(*) as incident_count
    from incidents
    where
        place is not null
        and admin1_code is not null
    group by place, admin1_code
),

-- The region that most incidents at a place of this name are in; of namesakes only.
namesakes as (
    select
        place,
        arg_max(admin1_code, (incident_count, admin1_code)) as usual_admin1_code
    from places
    group by place
    having count(*) > 1
),

-- How many killed one published figure may be off by, for each reason by itself, null where it does
-- not hold. What a person has set is settled.
weighed as (
    select
        incidents.incident_id,
        incidents.month,
        incidents.date_start,
        incidents.country,
        incidents.admin1,
        incidents.place,
        incidents.method,
        incidents.perpetrator,
        incidents.killed_low,
        incidents.killed_best,
        incidents.killed_high,
        told.least_killed as least_told,
        told.most_killed as most_told,
        incidents.report_count,
        incidents.source_count,
        incidents.confidence,
        greatest(
            if(
                incidents.perpetrator is not null
                and incidents.perpetrator_actor_id is null
                and not told.is_perpetrator_set,
                incidents.killed_best,
                null
            ),
            if(not told.is_victims_set, unlisted_victims.killed_best, null)
        ) as unknown_actor,
        if(
            incidents.admin1_code is null and not told.is_place_set, incidents.killed_best, null
        ) as no_region,
        if(
            told.is_region_disputed and not told.is_place_set, incidents.killed_best, null
        ) as regions_differ,
        if(
            namesakes.usual_admin1_code != incidents.admin1_code and not told.is_place_set,
            incidents.killed_best,
            null
        ) as namesake,
        if(
            told.voice_count > 1
            and told.most_killed >= 2 * told.least_killed
            and told.most_killed >= told.least_killed + {{ var('review_far_apart') }}
            and not told.is_killed_set,
            greatest(
                told.most_killed - incidents.killed_best, incidents.killed_best - told.least_killed
            ),
            null
        ) as sources_apart,
        if(
            incidents.confidence < {{ var('review_low_confidence') }} and not told.is_killed_set,
            incidents.killed_best * (1 - incidents.confidence),
            null
        ) as low_confidence,
        if(
            incidents.killed_best >= {{ var('review_large_toll') }} and not told.is_killed_set,
            incidents.killed_best * (1 - incidents.confidence),
            null
        ) as large_toll
    from incidents
    inner join told
        on incidents.incident_id = told.incident_id
    left join unlisted_victims
        on incidents.incident_id = unlisted_victims.incident_id
    left join namesakes
        on incidents.place = namesakes.place
),

scored as (
    select
        incident_id,
        month,
        date_start,
        country,
        admin1,
        place,
        method,
        perpetrator,
        killed_low,
        killed_best,
        killed_high,
        least_told,
        most_told,
        report_count,
        source_count,
        confidence,
        unknown_actor,
        no_region,
        regions_differ,
        namesake,
        sources_apart,
        low_confidence,
        large_toll,
        greatest(
            unknown_actor,
            no_region,
            regions_differ,
            namesake,
            sources_apart,
            low_confidence,
            large_toll
        ) as score
    from weighed
),

final as (
    select
        incident_id,
        round(score, 1) as score,
        case score
            when unknown_actor then 'unknown_actor'
            when no_region then 'no_region'
            when regions_differ then 'regions_differ'
            when namesake then 'namesake'
            when sources_apart then 'sources_apart'
            when low_confidence then 'low_confidence'
            when large_toll then 'large_toll'
        end as main_reason,
        string_split(
            concat_ws(
                ' ',
                if(unknown_actor > 0, 'unknown_actor', null),
                if(no_region > 0, 'no_region', null),
                if(regions_differ > 0, 'regions_differ', null),
                if(namesake > 0, 'namesake', null),
                if(sources_apart > 0, 'sources_apart', null),
                if(low_confidence > 0, 'low_confidence', null),
                if(large_toll > 0, 'large_toll', null)
            ),
            ' '
        ) as reasons,
        case score
            when unknown_actor
                then 'set perpetrator or victims; or list the name in actor_aliases.csv'
            when no_region then 'set place'
            when regions_differ then 'set place; or split what are two incidents'
            when namesake then 'set place'
            when sources_apart
                then 'set killed; exclude a wrong report; or split what are two incidents'
            when low_confidence then 'set killed; or exclude the report'
            when large_toll then 'set killed'
        end as correction,
        month,
        date_start,
        country,
        admin1,
        place,
        method,
        perpetrator,
        killed_low,
        killed_best,
        killed_high,
        least_told,
        most_told,
        report_count,
        source_count,
        confidence
    from scored
    where score > 0
)

select * from final
