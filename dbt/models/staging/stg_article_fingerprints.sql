with

article_fingerprints as (
    select * from {{ source('raw', 'article_fingerprints') }}
),

renamed as (
    select
        article_id,
        text_family
    from article_fingerprints
)

select * from renamed
