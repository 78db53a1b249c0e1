with

compared_rows as (
    select * from {{ ref('compare_ucdp_monthly') }}
),

events as (
    select * from {{ ref('stg_ucdp_ged_events') }}
),

articles as (
    select * from {{ ref('stg_articles') }}
),

loads as (
    select * from {{ ref('stg_reference_loads') }}
),

{{ compared_countries('ged') }}

select * from final
