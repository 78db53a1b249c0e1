{{ config(materialized='view') }}

with

corrections as (
    select * from {{ ref('stg_corrections') }}
),

targeted as (
    select * from {{ ref('int_corrections_targeted') }}
),

allotted as (
    select * from {{ ref('int_corrections_allotted') }}
),

reports as (
    select * from {{ ref('stg_incident_reports') }}
),

-- What each report told and what each correction sets, as text.
told as (
    select
        allotted.correction_id,
        allotted.report_id,
        allotted.linked_incident_id,
        allotted.split_incident_id,
        allotted.incident_id,
        allotted.left_incident_id,
        allotted.is_excluded,
        allotted.is_alone,
        allotted.winning_correction_id,
        {{ shown_estimate('reports.killed_low', 'reports.killed_best', 'reports.killed_high') }}
            as killed_text,
        {{ shown_estimate('reports.wounded_low', 'reports.wounded_best', 'reports.wounded_high') }}
            as wounded_text,
        reports.date_start
        || ' to ' || reports.date_end
        || ' (' || reports.date_precision || ')' as date_text,
        nullif(
            concat_ws(
                ', ',
                reports.place,
                coalesce(reports.admin1_code, reports.admin1),
                reports.country
            ),
            ''
        ) as place_text,
        coalesce(reports.perpetrator_actor_id, reports.perpetrator) as perpetrator_text,
        array_to_string(
            list_transform(
                reports.groups,
                lambda g: coalesce(g['actor_id'], g['actor'], 'unknown')  -- noqa: RF02
            ),
            ' and '
        ) as victims_text,
        reports.method as method_text,
        reports.attribution as attribution_text
    from allotted
    inner join reports
        on allotted.report_id = reports.report_id
),

-- Texts of a merge and a split are incidents; an aggregate is in none, before and after.
said as (
    select
        corrections.correction_id,
        coalesce(corrections.field, corrections.action) as topic,
        case
            when corrections.action = 'exclude' then 'excluded'
            when corrections.action = 'merge' then targeted.other_incident_id
            when corrections.action = 'split' then corrections.new_incident_id
            when corrections.set_best is not null
                then
                    {{ shown_estimate(
                        'corrections.set_low', 'corrections.set_best', 'corrections.set_high'
                    ) }}
            when corrections.set_date_start is not null
                then
                    corrections.set_date_start
                    || ' to ' || corrections.set_date_end
                    || ' (' || corrections.set_date_precision || ')'
            when corrections.set_country is not null
                then
                    concat_ws(
                        ', ',
                        corrections.set_place,
                        corrections.set_admin1_code,
                        corrections.set_country
                    )
            else coalesce(corrections.set_actor_id, corrections.set_word, 'unknown')
        end as after_text
    from corrections
    inner join targeted
        on corrections.correction_id = targeted.correction_id
),

compared as (
    select
        told.correction_id,
        told.report_id,
        told.incident_id,
        told.left_incident_id,
        told.is_excluded,
        told.is_alone,
        told.winning_correction_id,
        coalesce(told.correction_id = told.winning_correction_id, false) as has_won,
        coalesce(
            case said.topic
                when 'exclude'
                    then
                        told.incident_id
                        || ': ' || told.killed_text || ' killed, '
                        || told.wounded_text || ' wounded'
                when 'merge' then told.split_incident_id
                when 'split' then told.linked_incident_id
                when 'killed' then told.killed_text
                when 'wounded' then told.wounded_text
                when 'date' then told.date_text
                when 'place' then told.place_text
                when 'perpetrator' then told.perpetrator_text
                when 'victims' then nullif(told.victims_text, '')
                when 'method' then told.method_text
                when 'attribution' then told.attribution_text
            end,
            if(said.topic in ('exclude', 'split'), 'in no incident', 'unknown')
        ) as before_text,
        if(
            said.topic = 'split' and told.linked_incident_id is null,
            'in no incident', said.after_text
        ) as after_text
    from told
    inner join said
        on told.correction_id = said.correction_id
)

select * from compared
