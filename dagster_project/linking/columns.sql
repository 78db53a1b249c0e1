-- The marks of a text that are a report's own: all of them, or those near its sentences, within the
-- usual length of a paragraph.
create or replace temp macro marks_of_report(marks, evidence, is_whole_article) as
    list_filter(
        marks,
        lambda n: is_whole_article or len(list_filter(
            evidence, lambda e: n.start between e.start - 400 and e."end" + 400
        )) > 0
    );

create or replace temp table linking_columns as
with

reports as (
    select * from linkable_reports
),

actors as (
    select * from linking_actors
),

sole_reports as (
    select
        article_id,
        count(*) filter (where not is_background) as news_count
    from reports
    group by article_id
),

victims as (
    select distinct
        report_id,
        unnest(groups).actor_id as actor_id
    from reports
),

victim_sets as (
    select
        victims.report_id,
        list(victims.actor_id order by victims.actor_id) filter (where not actors.is_class)
            as victim_ids,
        list_sort(list_distinct(flatten(list(actors.lineage) filter (where not actors.is_class))))
            as victim_lineage,
        list_sort(list_distinct(list(actors.root) filter (where not actors.is_class)))
            as victim_roots,
        bit_or(actors.side) as victim_sides,
        bit_or(actors.reach) as victim_reach
    from victims
    inner join actors
        on victims.actor_id = actors.actor_id
    group by victims.report_id
),

-- Where an article has one piece of news, all its names and ages are of that.
marked as (
    select
        reports.*,
        not reports.is_background and sole_reports.news_count = 1 as is_whole_article
    from reports
    inner join sole_reports
        on reports.article_id = sole_reports.article_id
),

placed as (
    select
        *,
        -- "Nad-e Ali" and "nad e ali" are one name.
        nullif(regexp_replace(strip_accents(lower(place)), '[\W_]+', '', 'g'), '') as place_key,
        nullif(regexp_replace(strip_accents(lower(admin2)), '[\W_]+', '', 'g'), '') as admin2_key,
        coalesce(
            admin1_code,
            country || '/' || regexp_replace(strip_accents(lower(admin1)), '[\W_]+', '', 'g')
        ) as region_key,
        list_transform(
            marks_of_report(names, evidence, is_whole_article), lambda n: hash(n.mark)
        ) as name_hashes,
        list_transform(
            marks_of_report(ages, evidence, is_whole_article), lambda n: n.mark
        ) as told_ages
    from marked
),

prepared as (
    select
        placed.report_id,
        placed.article_id,
        placed.text_family,
        placed.is_background,
        epoch_us(placed.published_at) // 86400000000 as published_day,
        -- A year is no date to compare by day.
        case when placed.date_precision in ('day', 'week', 'month')
            then epoch_us(placed.date_start) // 86400000000 end as first_day,
        case when placed.date_precision in ('day', 'week', 'month')
            then epoch_us(coalesce(placed.date_end, placed.date_start)) // 86400000000
        end as last_day,
        case when placed.date_precision = 'year' then year(placed.date_start) end as told_year,
        year(placed.date_start) as start_year,
        list_position(['day', 'week', 'month'], placed.date_precision) as date_rank,
        placed.country,
        placed.region_key,
        placed.admin2_key,
        placed.place_key,
        placed.latitude,
        placed.longitude,
        list_position(
            ['place', 'near_place', 'admin2', 'admin1', 'country'], placed.geo_precision
        ) as geo_rank,
        large_cities.latitude is not null as is_large_city,
        placed.method,
        perpetrators.actor_id as perpetrator_id,
        perpetrators.root as perpetrator_root,
        coalesce(perpetrators.is_class, true) as is_perpetrator_class,
        coalesce(perpetrators.lineage, []) as perpetrator_lineage,
        perpetrators.side as perpetrator_side,
        perpetrators.reach as perpetrator_reach,
        coalesce(victim_sets.victim_ids, []) as victim_ids,
        coalesce(victim_sets.victim_lineage, []) as victim_lineage,
        coalesce(victim_sets.victim_roots, []) as victim_roots,
        coalesce(victim_sets.victim_sides, 0) as victim_sides,
        coalesce(victim_sets.victim_reach, 0) as victim_reach,
        placed.killed_low,
        placed.killed_best,
        placed.killed_high,
        placed.wounded_low,
        placed.wounded_best,
        placed.wounded_high,
        coalesce(placed.name_hashes, []) as names,
        coalesce(placed.told_ages, []) as ages
    from placed
    left join actors as perpetrators
        on placed.perpetrator_actor_id = perpetrators.actor_id
    left join large_cities
        on
            round(placed.latitude, 3) = large_cities.latitude
            and round(placed.longitude, 3) = large_cities.longitude
    left join victim_sets
        on placed.report_id = victim_sets.report_id
),

numbered as (
    select
        cast(row_number() over (order by report_id) - 1 as integer) as report_number,
        *,
        hash(prepared) as columns_hash
    from prepared
)

select * from numbered
