{#- Each reason, and the correction to settle it; of two of one weight the first is told. -#}
{%- set reasons = {
    'unknown_actor': 'set perpetrator or victims; or list the name in actor_aliases.csv',
    'no_region': 'set place',
    'regions_differ': 'set place; or split what are two incidents',
    'namesake': 'set place',
    'sources_apart': 'set killed; exclude a wrong report; or split what are two incidents',
    'low_confidence': 'set killed; or exclude the report',
    'large_toll': 'set killed',
} -%}

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
        {%- for reason in reasons %}
        {{ reason }},
        {%- endfor %}
        greatest({{ reasons | join(', ') }}) as score
    from weighed
),

final as (
    select
        incident_id,
        round(score, 1) as score,
        case score
            {%- for reason in reasons %}
            when {{ reason }} then '{{ reason }}'
            {%- endfor %}
        end as main_reason,
        string_split(
            concat_ws(
                ' '
                {%- for reason in reasons %},
                if({{ reason }} > 0, '{{ reason }}', null)
                {%- endfor %}
            ),
            ' '
        ) as reasons,
        case score
            {%- for reason, correction in reasons.items() %}
            when {{ reason }} then '{{ correction }}'
            {%- endfor %}
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
