with

articles as (
    select * from {{ source('raw', 'articles') }}
),

renamed as (
    select
        article_id,
        external_id,
        title,
        text as article_text,
        source as source_name,
        url,
        published_at,
        language
    from articles
)

select * from renamed
