with

allotted as (
    select * from {{ ref('int_corrections_allotted') }}
),

corrections as (
    select * from {{ ref('stg_corrections') }}
),

-- A report that does not count is not set right either.
effective as (
    select
        report_id,
        correction_id,
        action,
        precedence,
        linked_incident_id,
        incident_id,
        left_incident_id,
        is_excluded
    from allotted
    where
        correction_id = winning_correction_id
        and (action = 'exclude' or not is_excluded)
),

pivoted as (
    select
        effective.report_id,
        effective.linked_incident_id,
        effective.incident_id,
        effective.left_incident_id,
        effective.is_excluded,
        list(effective.correction_id order by effective.precedence asc) as correction_ids,
        bool_or(coalesce(corrections.field = 'killed', false)) as is_killed_set,
        bool_or(coalesce(corrections.field = 'wounded', false)) as is_wounded_set,
        bool_or(coalesce(corrections.field = 'date', false)) as is_date_set,
        bool_or(coalesce(corrections.field = 'place', false)) as is_place_set,
        bool_or(coalesce(corrections.field = 'perpetrator', false)) as is_perpetrator_set,
        bool_or(coalesce(corrections.field = 'victims', false)) as is_victims_set,
        bool_or(coalesce(corrections.field = 'method', false)) as is_method_set,
        bool_or(coalesce(corrections.field = 'attribution', false)) as is_attribution_set,
        max(corrections.set_low) filter (where corrections.field = 'killed') as set_killed_low,
        max(corrections.set_best) filter (where corrections.field = 'killed') as set_killed_best,
        max(corrections.set_high) filter (where corrections.field = 'killed') as set_killed_high,
        max(corrections.set_low) filter (where corrections.field = 'wounded') as set_wounded_low,
        max(corrections.set_best) filter (where corrections.field = 'wounded') as set_wounded_best,
        max(corrections.set_high) filter (where corrections.field = 'wounded') as set_wounded_high,
        max(corrections.set_date_start) filter (where corrections.field = 'date') as set_date_start,
        max(corrections.set_date_end) filter (where corrections.field = 'date') as set_date_end,
        max(corrections.set_date_precision) filter (where corrections.field = 'date')
            as set_date_precision,
        max(corrections.set_place) filter (where corrections.field = 'place') as set_place,
        max(corrections.set_admin2) filter (where corrections.field = 'place') as set_admin2,
        max(corrections.set_admin1) filter (where corrections.field = 'place') as set_admin1,
        max(corrections.set_country) filter (where corrections.field = 'place') as set_country,
        max(corrections.set_admin1_code) filter (where corrections.field = 'place')
            as set_admin1_code,
        max(corrections.set_latitude) filter (where corrections.field = 'place') as set_latitude,
        max(corrections.set_longitude) filter (where corrections.field = 'place') as set_longitude,
        max(corrections.set_geo_precision) filter (where corrections.field = 'place')
            as set_geo_precision,
        max(corrections.set_actor) filter (where corrections.field = 'perpetrator')
            as set_perpetrator,
        max(corrections.set_actor_id) filter (where corrections.field = 'perpetrator')
            as set_perpetrator_actor_id,
        max(corrections.set_actor) filter (where corrections.field = 'victims') as set_victims,
        max(corrections.set_actor_id) filter (where corrections.field = 'victims')
            as set_victims_actor_id,
        max(corrections.set_status) filter (where corrections.field = 'victims')
            as set_victims_status,
        max(corrections.set_word) filter (where corrections.field = 'method') as set_method,
        max(corrections.set_word) filter (where corrections.field = 'attribution')
            as set_attribution
    from effective
    inner join corrections
        on effective.correction_id = corrections.correction_id
    group by
        effective.report_id,
        effective.linked_incident_id,
        effective.incident_id,
        effective.left_incident_id,
        effective.is_excluded
),

decided as (
    select
        report_id,
        is_excluded,
        linked_incident_id,
        if(is_excluded, incident_id, left_incident_id)
            as left_incident_id,
        if(is_excluded, null, incident_id) as incident_id,
        correction_ids,
        is_killed_set,
        is_wounded_set,
        is_date_set,
        is_place_set,
        is_perpetrator_set,
        is_victims_set,
        is_method_set,
        is_attribution_set,
        set_killed_low,
        set_killed_best,
        set_killed_high,
        set_wounded_low,
        set_wounded_best,
        set_wounded_high,
        set_date_start,
        set_date_end,
        set_date_precision,
        set_place,
        set_admin2,
        set_admin1,
        set_country,
        set_admin1_code,
        set_latitude,
        set_longitude,
        set_geo_precision,
        set_perpetrator,
        set_perpetrator_actor_id,
        set_victims,
        set_victims_actor_id,
        set_victims_status,
        set_method,
        set_attribution
    from pivoted
)

select * from decided
