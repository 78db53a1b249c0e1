with

regions as (
    select * from {{ ref('regions') }}
),

countries as (
    select * from {{ ref('countries') }}
),

listed as (
    select
        regions.admin1_code as region_id,
        regions.country_code,
        countries.country_name,
        regions.admin1_code,
        regions.admin1_name,
        regions.latitude,
        regions.longitude
    from regions
    inner join countries
        on regions.country_code = countries.country_code
),

unknown_in_country as (
    select
        country_code || '-unknown' as region_id,
        country_code,
        country_name,
        'unknown' as admin1_code,
        'Unknown' as admin1_name,
        cast(null as double) as latitude,
        cast(null as double) as longitude
    from countries
),

united as (
    select
        region_id,
        country_code,
        country_name,
        admin1_code,
        admin1_name,
        latitude,
        longitude
    from listed
    union all
    select
        region_id,
        country_code,
        country_name,
        admin1_code,
        admin1_name,
        latitude,
        longitude
    from unknown_in_country
    union all
    select
        'unknown' as region_id,
        'unknown' as country_code,
        'Unknown' as country_name,
        'unknown' as admin1_code,
        'Unknown' as admin1_name,
        cast(null as double) as latitude,
        cast(null as double) as longitude
)

select * from united
