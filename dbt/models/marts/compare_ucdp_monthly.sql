with

ged_events as (
    select * from {{ ref('stg_ucdp_ged_events') }}
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

-- The month of date_start, as ours; none where the day is not known to a month or so.
events as (
    select
        date_start,
        date_end,
        if(
            date_prec <= 4 and date_end - date_start < 31,
            cast(date_trunc('month', date_start) as date),
            null
        ) as month,
        coalesce(admin1_code, country_code || '-unknown', 'unknown') as region_id,
        killed_low,
        killed_best,
        killed_high
    from ged_events
),

{{ compared_months('ged', ['low', 'best', 'high']) }}

select * from final
