with

corrections as (
    select * from {{ ref('stg_corrections') }}
),

rejected as (
    select * from {{ ref('stg_rejected_corrections') }}
),

quarantined as (
    select * from {{ source('raw', 'quarantined_rows') }}
    where table_name = 'raw.corrections'
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
),

summed as (
    select
        correction_id,
        bool_or(has_won) as has_won,
        bool_or(has_won and before_text != after_text) as has_changed,
        -- What is set right in an excluded report changes nothing.
        bool_and(is_excluded) as is_all_excluded,
        max(winning_correction_id) filter (where not has_won) as overriding_correction_id,
        string_agg(distinct before_text, '; ' order by before_text asc) as before_text,
        max(after_text) as after_text,
        list(report_id order by report_id asc) as report_ids
    from compared
    group by correction_id
),

incidents_touched as (
    select
        correction_id,
        incident_id
    from compared
    where incident_id is not null
    union
    select
        correction_id,
        left_incident_id as incident_id
    from compared
    where left_incident_id is not null
),

incidents_listed as (
    select
        correction_id,
        list(incident_id order by incident_id asc) as incident_ids
    from incidents_touched
    group by correction_id
),

judged as (
    select
        corrections.correction_id,
        corrections.input_file,
        corrections.input_line,
        corrections.action,
        corrections.target_id,
        corrections.other_id,
        corrections.field,
        corrections.value,
        corrections.author,
        corrections.made_at,
        corrections.reason,
        summed.before_text,
        summed.after_text,
        summed.overriding_correction_id,
        incidents_listed.incident_ids,
        summed.report_ids,
        targeted.target_incident_id,
        targeted.other_incident_id,
        case
            when
                corrections.action = 'merge'
                and targeted.target_incident_id = targeted.other_incident_id
                then 'no_effect'
            when
                corrections.action = 'merge'
                and (targeted.target_incident_id is null or targeted.other_incident_id is null)
                then 'target_gone'
            when summed.correction_id is null then 'target_gone'
            when not summed.has_won then 'overridden'
            when corrections.action != 'exclude' and summed.is_all_excluded then 'no_effect'
            when not summed.has_changed then 'no_effect'
            else 'applied'
        end as outcome
    from corrections
    inner join targeted
        on corrections.correction_id = targeted.correction_id
    left join summed
        on corrections.correction_id = summed.correction_id
    left join incidents_listed
        on corrections.correction_id = incidents_listed.correction_id
),

-- What was wrong with a line is told when it is read; what a check took out, too.
refused as (
    select
        input_file,
        input_line,
        reason,
        line_text
    from rejected
    union all
    select
        row_json ->> '$.input_file' as input_file,
        cast(row_json ->> '$.input_line' as integer) as input_line,
        reason,
        row_json as line_text
    from quarantined
),

explained as (
    select
        correction_id,
        input_file,
        input_line,
        action,
        target_id,
        other_id,
        field,
        value,
        author,
        made_at,
        reason,
        outcome,
        case
            when outcome = 'overridden'
                then
                    'another correction counts: '
                    || coalesce(overriding_correction_id, 'a later merge of this incident')
            when outcome = 'target_gone' and target_incident_id is not null
                then other_id || ' is no incident any more'
            when outcome = 'target_gone' then target_id || ' is not there any more'
            when outcome = 'no_effect' and before_text is null then 'they are one incident already'
            when outcome = 'no_effect' and before_text = after_text then 'it is so already'
            when outcome = 'no_effect' then 'its reports are excluded'
        end as note,
        before_text,
        after_text,
        incident_ids,
        report_ids,
        cast(null as varchar) as line_text
    from judged
    union all
    select
        cast(null as varchar) as correction_id,
        input_file,
        input_line,
        cast(null as varchar) as action,
        cast(null as varchar) as target_id,
        cast(null as varchar) as other_id,
        cast(null as varchar) as field,
        cast(null as varchar) as value,
        cast(null as varchar) as author,
        cast(null as timestamp) as made_at,
        cast(null as varchar) as reason,
        'rejected' as outcome,
        reason as note,
        cast(null as varchar) as before_text,
        cast(null as varchar) as after_text,
        cast(null as varchar[]) as incident_ids,
        cast(null as varchar[]) as report_ids,
        line_text
    from refused
)

select * from explained
