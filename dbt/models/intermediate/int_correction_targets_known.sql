{{ config(materialized='view') }}

with

corrections as (
    select * from {{ ref('stg_corrections') }}
),

incident_ids as (
    select * from {{ ref('stg_incident_ids') }}
),

extractions as (
    select * from {{ ref('stg_article_extractions') }}
),

reports_before as (
    select * from {{ ref('stg_last_published_reports') }}
),

targets_before as (
    select * from {{ ref('stg_last_published_targets') }}
),

named as (
    select target_id
    from corrections
    union
    select other_id as target_id
    from corrections
    where action = 'merge'
),

-- Of reports and articles no list of all that ever were is kept. Those of the last build are known,
-- and what a correction once found stays known as long as there is one about it.
matched as (
    select
        named.target_id,
        false as is_read
    from named
    semi join incident_ids
        on named.target_id = incident_ids.incident_id
    union all
    select
        named.target_id,
        false as is_read
    from named
    semi join corrections as splits
        on named.target_id = splits.new_incident_id
    union all
    select
        named.target_id,
        false as is_read
    from named
    semi join reports_before
        on named.target_id = reports_before.report_id
    union all
    select
        named.target_id,
        false as is_read
    from named
    semi join reports_before
        on named.target_id = reports_before.article_id
    union all
    select
        named.target_id,
        false as is_read
    from named
    semi join targets_before
        on named.target_id = targets_before.target_id
    union all
    select
        named.target_id,
        true as is_read
    from named
    semi join extractions
        on named.target_id = extractions.article_id
),

known as (
    select
        target_id,
        bool_or(is_read) as is_read
    from matched
    group by target_id
)

select * from known
