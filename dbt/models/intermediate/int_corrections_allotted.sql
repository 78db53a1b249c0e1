with

corrections as (
    select * from {{ ref('stg_corrections') }}
),

targeted as (
    select * from {{ ref('int_corrections_targeted') }}
),

reports as (
    select * from {{ ref('stg_incident_reports') }}
),

links as (
    select * from {{ ref('stg_incident_links') }}
),

aimed as (
    select
        corrections.correction_id,
        corrections.precedence,
        corrections.action,
        corrections.target_kind,
        corrections.target_id,
        corrections.new_incident_id,
        corrections.field,
        targeted.target_incident_id,
        targeted.other_incident_id,
        targeted.merged_incident_id,
        targeted.is_overridden_merge
    from corrections
    inner join targeted
        on corrections.correction_id = targeted.correction_id
),

moved as (
    select distinct
        target_incident_id as incident_id,
        merged_incident_id
    from targeted
    where target_incident_id != merged_incident_id
),

incidents_named as (
    select target_incident_id as incident_id
    from targeted
    where target_incident_id is not null
    union
    select other_incident_id as incident_id
    from targeted
    where other_incident_id is not null
    union
    select merged_incident_id as incident_id
    from targeted
    where merged_incident_id is not null
),

-- The reports that any correction can concern: few, so that what follows costs little.
concerned as (
    select links.report_id
    from links
    inner join incidents_named
        on links.incident_id = incidents_named.incident_id
    union
    select reports.report_id
    from reports
    inner join aimed
        on reports.report_id = aimed.target_id
    union
    select reports.report_id
    from reports
    inner join aimed
        on reports.article_id = aimed.target_id
),

linked as (
    select
        reports.report_id,
        reports.article_id,
        if(reports.kind = 'incident', links.incident_id, null) as linked_incident_id
    from concerned
    inner join reports
        on concerned.report_id = reports.report_id
    left join links
        on concerned.report_id = links.report_id
),

splits as (
    select
        linked.report_id,
        aimed.correction_id,
        aimed.new_incident_id
    from linked
    inner join aimed
        on linked.report_id = aimed.target_id
    where
        aimed.action = 'split'
        and linked.linked_incident_id is not null
    qualify
        row_number() over (
            partition by linked.report_id
            order by aimed.precedence desc
        ) = 1
),

merged_ids as (
    select target_incident_id as incident_id
    from targeted
    where other_incident_id is not null
    union
    select other_incident_id as incident_id
    from targeted
    where other_incident_id is not null
),

split_off as (
    select
        splits.report_id,
        splits.new_incident_id,
        linked.linked_incident_id,
        count(*) over (partition by splits.new_incident_id) as split_count
    from splits
    inner join linked
        on splits.report_id = linked.report_id
),

-- Alone before its split and after it. What is merged has company.
lone as (
    select split_off.report_id
    from split_off
    inner join links
        on split_off.linked_incident_id = links.incident_id
    anti join merged_ids as left_merged
        on split_off.linked_incident_id = left_merged.incident_id
    anti join merged_ids as new_merged
        on split_off.new_incident_id = new_merged.incident_id
    where split_off.split_count = 1
    group by split_off.report_id
    having count(*) = 1
),

excluded as (
    select distinct linked.report_id
    from linked
    inner join aimed
        on
            (aimed.target_kind = 'report' and linked.report_id = aimed.target_id)
            or (aimed.target_kind = 'article' and linked.article_id = aimed.target_id)
    where aimed.action = 'exclude'
),

-- First the splits, then the merges.
placed as (
    select
        linked.report_id,
        linked.article_id,
        linked.linked_incident_id,
        splits.correction_id as split_correction_id,
        coalesce(splits.new_incident_id, linked.linked_incident_id) as split_incident_id,
        coalesce(
            here_moved.merged_incident_id, splits.new_incident_id, linked.linked_incident_id
        ) as incident_id,
        -- Where it would be, had it not been split off: that incident lost it.
        coalesce(left_moved.merged_incident_id, linked.linked_incident_id)
            as left_incident_id,
        excluded.report_id is not null as is_excluded,
        lone.report_id is not null as is_lone
    from linked
    left join splits
        on linked.report_id = splits.report_id
    left join moved as here_moved
        on coalesce(splits.new_incident_id, linked.linked_incident_id) = here_moved.incident_id
    left join moved as left_moved
        on linked.linked_incident_id = left_moved.incident_id
    left join excluded
        on linked.report_id = excluded.report_id
    left join lone
        on linked.report_id = lone.report_id
),

matched as (
    select
        aimed.correction_id,
        placed.report_id
    from aimed
    inner join placed
        on aimed.target_id = placed.report_id
    union all
    select
        aimed.correction_id,
        placed.report_id
    from aimed
    inner join placed
        on aimed.target_id = placed.article_id
    where aimed.target_kind = 'article'
    union all
    select
        aimed.correction_id,
        placed.report_id
    from aimed
    inner join placed
        on aimed.target_incident_id = placed.split_incident_id
    where
        aimed.action = 'merge'
        and aimed.target_incident_id != aimed.other_incident_id
    union all
    select
        aimed.correction_id,
        placed.report_id
    from aimed
    inner join placed
        on aimed.merged_incident_id = placed.incident_id
    where
        aimed.action = 'set'
        and aimed.target_kind = 'incident'
),

-- Of one value the one for the whole incident wins, then the latest.
allotted as (
    select
        matched.correction_id,
        matched.report_id,
        aimed.action,
        aimed.precedence,
        aimed.field,
        placed.linked_incident_id,
        placed.split_incident_id,
        placed.incident_id,
        placed.left_incident_id,
        placed.is_excluded,
        aimed.action = 'split' and placed.is_lone as is_alone,
        case aimed.action
            when 'set'
                then
                    first_value(aimed.correction_id) over (
                        partition by matched.report_id, aimed.action, aimed.field
                        order by aimed.target_kind = 'incident' desc, aimed.precedence desc
                    )
            when 'split' then coalesce(placed.split_correction_id, aimed.correction_id)
            when 'merge' then if(aimed.is_overridden_merge, null, aimed.correction_id)
            else aimed.correction_id
        end as winning_correction_id
    from matched
    inner join aimed
        on matched.correction_id = aimed.correction_id
    inner join placed
        on matched.report_id = placed.report_id
)

select * from allotted
