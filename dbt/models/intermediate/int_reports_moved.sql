with

touched as (
    select * from {{ ref('int_incidents_moved') }}
),

reports_before as not materialized (
    select * from {{ ref('stg_last_published_reports') }}
),

ranked as not materialized (
    select * from {{ ref('int_incident_reports_ranked') }}
),

reports as not materialized (
    select * from {{ ref('stg_incident_reports') }}
),

articles as (
    select * from {{ ref('stg_articles') }}
),

extractions as (
    select * from {{ ref('stg_article_extractions') }}
),

corrections as (
    select * from {{ ref('int_report_corrections_pivoted') }}
),

incidents as (
    select distinct incident_id
    from touched
),

concerned as (
    select reports_before.report_id
    from reports_before
    semi join incidents
        on reports_before.incident_id = incidents.incident_id
    union
    select ranked.report_id
    from ranked
    semi join incidents
        on ranked.incident_id = incidents.incident_id
    union
    -- What a person excluded has no incident left that would lead to it.
    select report_id
    from corrections
),

states_before as (
    select
        reports_before.report_id,
        reports_before.article_id,
        reports_before.incident_id,
        coalesce(reports_before.correction_ids, []) as correction_ids,
        reports_before.content_hash
    from reports_before
    semi join concerned
        on reports_before.report_id = concerned.report_id
),

states_now as (
    select
        ranked.report_id,
        reports.article_id,
        ranked.incident_id,
        coalesce(corrections.correction_ids, []) as correction_ids,
        {{ report_content('reports', 'ranked.published_at', 'articles.source_name') }}
            as content_hash
    from ranked
    semi join concerned
        on ranked.report_id = concerned.report_id
    inner join reports
        on ranked.report_id = reports.report_id
    inner join articles
        on reports.article_id = articles.article_id
    left join corrections
        on ranked.report_id = corrections.report_id
),

articles_concerned as (
    select article_id
    from states_before
    union
    select article_id
    from states_now
),

articles_before as (
    select distinct reports_before.article_id
    from reports_before
    semi join articles_concerned
        on reports_before.article_id = articles_concerned.article_id
),

articles_now as (
    select extractions.article_id
    from extractions
    semi join articles_concerned
        on extractions.article_id = articles_concerned.article_id
),

states as (
    select
        coalesce(states_now.report_id, states_before.report_id) as report_id,
        states_before.incident_id as incident_id_before,
        states_now.incident_id as incident_id_now,
        states_before.report_id is null as is_new,
        states_now.report_id is null as is_gone,
        coalesce(states_before.content_hash != states_now.content_hash, false) as is_changed,
        coalesce(states_before.incident_id, '') != coalesce(states_now.incident_id, '')
        and states_before.report_id is not null
        and states_now.report_id is not null as is_moved,
        -- The article told something before and is read now: otherwise, or what it tells waits in
        -- quarantine.
        articles_before.article_id is not null
        and articles_now.article_id is not null as is_known_article,
        coalesce(states_before.correction_ids, []) as correction_ids_before,
        coalesce(states_now.correction_ids, []) as correction_ids_now
    from states_before
    full outer join states_now
        on states_before.report_id = states_now.report_id
    left join articles_before
        on coalesce(states_now.article_id, states_before.article_id) = articles_before.article_id
    left join articles_now
        on coalesce(states_now.article_id, states_before.article_id) = articles_now.article_id
),

-- Corrections that count now and did not, or did and do not.
corrected as (
    select
        report_id,
        incident_id_before,
        incident_id_now,
        is_new,
        is_gone,
        is_changed,
        is_moved,
        is_known_article,
        list_concat(
            list_filter(
                correction_ids_now,
                lambda id: not list_contains(correction_ids_before, id)
            ),
            list_filter(
                correction_ids_before,
                lambda id: not list_contains(correction_ids_now, id)
            )
        ) as correction_ids
    from states
),

changed as (
    select
        report_id,
        incident_id_before,
        incident_id_now,
        is_new,
        is_gone,
        is_changed,
        -- What a person moved, linking did not.
        is_moved and len(correction_ids) = 0 as is_relinked,
        correction_ids,
        -- A new report that a person corrected at once moves the figure by both.
        list_filter(
            [
                if(len(correction_ids) > 0, 'corrections', null),
                case
                    when (is_new or is_gone) and not is_known_article then 'articles'
                    when is_new or is_gone or is_changed then 'extraction'
                    when len(correction_ids) = 0 then 'linking'
                end
            ],
            lambda cause: cause is not null
        ) as causes
    from corrected
    where
        is_new
        or is_gone
        or is_changed
        or is_moved
        or len(correction_ids) > 0
),

-- A report that changed incidents counts in both.
by_incident as (
    select
        incident_id_before as incident_id,
        report_id
    from changed
    where incident_id_before is not null
    union
    select
        incident_id_now as incident_id,
        report_id
    from changed
    where incident_id_now is not null
),

final as (
    select
        by_incident.incident_id,
        changed.report_id,
        changed.is_new,
        changed.is_gone,
        changed.is_changed,
        changed.is_relinked,
        changed.correction_ids,
        changed.causes
    from by_incident
    inner join changed
        on by_incident.report_id = changed.report_id
)

select * from final
