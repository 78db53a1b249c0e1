with

article_extractions as (
    select * from {{ source('raw', 'article_extractions') }}
),

renamed as (
    select
        article_id,
        coalesce(country_codes, []) as country_codes
    from article_extractions
)

select * from renamed
