with

compared as (
    select * from {{ ref('int_builds_compared') }}
),

moved as (
    select * from {{ ref('int_monthly_figures_moved') }}
),

touched as (
    select * from {{ ref('int_incidents_moved') }}
),

changed as (
    select * from {{ ref('int_reports_moved') }}
),

actors as (
    select * from {{ ref('dim_actors') }}
),

explained as (
    select
        touched.month,
        touched.actor_id,
        touched.role,
        touched.region_id,
        list(distinct touched.incident_id order by touched.incident_id asc) as incident_ids,
        list_sort(list_distinct(flatten(list(changed.causes)))) as causes,
        list(distinct changed.report_id order by changed.report_id asc)
        filter (where changed.is_new) as new_report_ids,
        list(distinct changed.report_id order by changed.report_id asc)
        filter (where changed.is_gone) as gone_report_ids,
        list(distinct changed.report_id order by changed.report_id asc)
        filter (where changed.is_changed) as changed_report_ids,
        list(distinct changed.report_id order by changed.report_id asc)
        filter (where changed.is_relinked) as relinked_report_ids,
        list_sort(list_distinct(flatten(list(changed.correction_ids)))) as correction_ids
    from touched
    left join changed
        on touched.incident_id = changed.incident_id
    group by touched.month, touched.actor_id, touched.role, touched.region_id
),

final as (
    select
        compared.build_id,
        compared.last_build_id,
        moved.month,
        moved.actor_id,
        actors.actor_name,
        moved.role,
        moved.country_code,
        moved.admin1_code,
        moved.admin1_name,
        moved.change,
        cast(moved.killed_low_before as bigint) as killed_low_before,
        cast(moved.killed_low_after as bigint) as killed_low_after,
        cast(moved.killed_best_before as bigint) as killed_best_before,
        cast(moved.killed_best_after as bigint) as killed_best_after,
        cast(moved.killed_high_before as bigint) as killed_high_before,
        cast(moved.killed_high_after as bigint) as killed_high_after,
        cast(moved.wounded_low_before as bigint) as wounded_low_before,
        cast(moved.wounded_low_after as bigint) as wounded_low_after,
        cast(moved.wounded_best_before as bigint) as wounded_best_before,
        cast(moved.wounded_best_after as bigint) as wounded_best_after,
        cast(moved.wounded_high_before as bigint) as wounded_high_before,
        cast(moved.wounded_high_after as bigint) as wounded_high_after,
        cast(
            coalesce(moved.killed_best_after, 0) - coalesce(moved.killed_best_before, 0) as bigint
        ) as killed_best_change,
        cast(
            coalesce(moved.wounded_best_after, 0) - coalesce(moved.wounded_best_before, 0) as bigint
        ) as wounded_best_change,
        if(len(explained.causes) > 0, explained.causes, ['models']) as causes,
        coalesce(explained.incident_ids, []) as incident_ids,
        coalesce(explained.new_report_ids, []) as new_report_ids,
        coalesce(explained.gone_report_ids, []) as gone_report_ids,
        coalesce(explained.changed_report_ids, []) as changed_report_ids,
        coalesce(explained.relinked_report_ids, []) as relinked_report_ids,
        coalesce(explained.correction_ids, []) as correction_ids,
        compared.code_changes
    from moved
    cross join compared
    left join actors
        on moved.actor_id = actors.actor_id
    left join explained
        on
            moved.month is not distinct from explained.month
            and moved.actor_id = explained.actor_id
            and moved.role = explained.role
            and moved.region_id = explained.region_id
)

select * from final
