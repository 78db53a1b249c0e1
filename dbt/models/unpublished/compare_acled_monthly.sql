with

acled_events as (
    select * from {{ ref('stg_acled_events') }}
),

incidents as (
    select * from {{ ref('fct_incidents') }}
),

articles as (
    select * from {{ ref('stg_articles') }}
),

regions as (
    select * from {{ ref('dim_regions') }}
),

-- Its coarsest precision is the month, and it counts events without a death too.
events as (
    select
        event_date as date_start,
        event_date as date_end,
        cast(date_trunc('month', event_date) as date) as month,
        coalesce(admin1_code, country_code || '-unknown', 'unknown') as region_id,
        killed_best
    from acled_events
    where killed_best > 0
),

{{ compared_months('acled', ['best']) }}

select * from final
