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

compared as (
    select * from {{ ref('int_corrections_compared') }}
),

known as (
    select * from {{ ref('int_correction_targets_known') }}
),

summed as (
    select
        correction_id,
        bool_or(has_won) as has_won,
        bool_or(has_won and before_text != after_text) as has_changed,
        -- What is set right in an excluded report changes nothing.
        bool_and(is_excluded) as is_all_excluded,
        bool_or(is_alone) as is_alone,
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

-- The id that leads to no report, if one does.
sought as (
    select
        corrections.correction_id,
        targeted.target_incident_id,
        targeted.target_incident_id = targeted.other_incident_id as is_one_already,
        case
            when corrections.action = 'merge' and targeted.other_incident_id is null
                then corrections.other_id
            when summed.correction_id is null then corrections.target_id
        end as missing_id
    from corrections
    inner join targeted
        on corrections.correction_id = targeted.correction_id
    left join summed
        on corrections.correction_id = summed.correction_id
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
        summed.is_alone,
        incidents_listed.incident_ids,
        summed.report_ids,
        sought.is_one_already,
        sought.missing_id,
        sought.missing_id = corrections.target_id
        and sought.target_incident_id is not null as is_emptied,
        case
            when sought.is_one_already then 'no_effect'
            when known.is_read then 'no_effect'
            when known.target_id is not null then 'target_gone'
            when sought.missing_id is not null then 'not_found'
            when not summed.has_won then 'overridden'
            when corrections.action != 'exclude' and summed.is_all_excluded then 'no_effect'
            when summed.is_alone then 'no_effect'
            when not summed.has_changed then 'no_effect'
            else 'applied'
        end as outcome
    from corrections
    inner join sought
        on corrections.correction_id = sought.correction_id
    left join known
        on sought.missing_id = known.target_id
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
            when outcome = 'not_found' then 'nothing ever had the id ' || missing_id
            when outcome = 'target_gone' and is_emptied
                then missing_id || ' has no reports any more'
            when outcome = 'target_gone' then missing_id || ' is not there any more'
            when is_one_already then 'they are one incident already'
            when missing_id is not null then 'the article tells of no incident'
            when outcome = 'no_effect' and before_text = after_text then 'it is so already'
            when outcome = 'no_effect' and is_alone
                then 'the report is alone in its incident: only the id is another'
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
