with

compared_rows as (
    select * from {{ ref('compare_acled_monthly') }}
),

acled_events as (
    select * from {{ ref('stg_acled_events') }}
),

articles as (
    select * from {{ ref('stg_articles') }}
),

loads as (
    select * from {{ ref('stg_reference_loads') }}
),

events as (
    select
        event_date as date_start,
        event_date as date_end
    from acled_events
    where killed_best > 0
),

{{ compared_countries('acled') }}

select * from final
