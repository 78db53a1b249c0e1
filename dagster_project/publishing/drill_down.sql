-- The table macros of the published database: from a cell of a monthly table down to its sentences.
--
-- A parameter is left out or null for all, or one value, or a list of values. Names are in any case.
-- What is no name at all is an error, since an empty answer would read as a zero.
--
-- Macros put a parameter in place of every unqualified column of its name: hence each column below
-- has its table before it. Written for DuckDB 1.2 and later: what a name means is looked up by macros,
-- not by common table expressions, since DuckDB 1.4 and 1.5 take one for another where several of them
-- depend on a row of a lateral join, and answer wrongly without an error.

create macro actors_called(names) as table
select
    coalesce(
        actors.actor_id,
        if(asked.word is null, null, error('No actor is called ' || asked.word))
    ) as actor_id
from (select cast(unnest([names], recursive := true) as varchar) as word) as asked
left join marts.dim_actors as actors
    on lower(asked.word) in (lower(actors.actor_id), lower(actors.actor_name));

comment on macro table actors_called is 'The actors of these ids or names; a null name has a null row. One row per name and actor.';

create macro actors_of_groups(names) as table
select
    coalesce(
        actors.actor_id,
        if(asked.word is null, null, error('No actor group is called ' || asked.word))
    ) as actor_id
from (select cast(unnest([names], recursive := true) as varchar) as word) as asked
left join marts.dim_actors as actors
    on lower(asked.word) in (lower(actors.actor_group_id), lower(actors.actor_group_name));

comment on macro table actors_of_groups is 'The actors that belong to the wholes of these ids or names; a null name has a null row. One row per name and actor.';

create macro regions_of_countries(names) as table
select
    coalesce(
        regions.region_id,
        if(asked.word is null, null, error('No country is called ' || asked.word))
    ) as region_id
from (select cast(unnest([names], recursive := true) as varchar) as word) as asked
left join marts.dim_regions as regions
    on lower(asked.word) in (lower(regions.country_code), lower(regions.country_name));

comment on macro table regions_of_countries is 'The regions of the countries of these codes or names; a null name has a null row. One row per name and region.';

-- A code is meant before a name; "unknown" is the unknown country, within a country its unknown
-- region.
create macro regions_called(names, countries) as table
select
    coalesce(
        matched.region_id,
        if(
            matched.word is null,
            null,
            error('No region or country is called ' || matched.word)
        )
    ) as region_id
from (
    select
        matched_regions.word,
        matched_regions.region_id,
        matched_regions.is_code,
        bool_or(matched_regions.is_code) over (partition by matched_regions.word) as has_code
    from (
        select
            asked.word,
            regions.region_id,
            coalesce(
                lower(asked.word) in (lower(regions.region_id), lower(regions.country_code)), false
            ) as is_code
        from (select cast(unnest([names], recursive := true) as varchar) as word) as asked
        left join (
            select * from marts.dim_regions as listed
            where
                countries is null
                or listed.region_id in (
                    select c.region_id from regions_of_countries(countries) as c
                )
        ) as regions
            on lower(asked.word) in (
                lower(regions.region_id),
                lower(regions.country_code),
                lower(regions.country_name),
                lower(regions.admin1_code),
                lower(regions.admin1_name)
            )
    ) as matched_regions
) as matched
where matched.is_code or not matched.has_code;

comment on macro table regions_called is 'The regions of these codes or names of a region or country, in these countries only; a null name has a null row. One row per name and region.';

create macro months_called(names) as table
select
    if(
        lower(asked.word) = 'unknown',
        null,
        date_trunc(
            'month',
            cast(if(length(asked.word) = 7, asked.word || '-01', asked.word) as date)
        )::date
    ) as month_start
from (select cast(unnest([names], recursive := true) as varchar) as word) as asked;

comment on macro table months_called is 'The first days of these months; null for the unknown one, and for a null name. One row per name.';

create macro methods_called(names) as table
select
    if(
        asked.word is null
        or asked.word in (
            'landmine', 'ied', 'suicide_bombing', 'vehicle_bomb', 'airstrike', 'drone_strike',
            'shelling', 'missile', 'armed_attack', 'clash', 'execution', 'assassination',
            'kidnapping', 'chemical', 'other', 'unknown'
        ),
        asked.word,
        error('No method is called ' || asked.word)
    ) as method_word
from (select lower(cast(unnest([names], recursive := true) as varchar)) as word) as asked;

comment on macro table methods_called is 'These methods, as they stand in the tables; a null name has a null row. One row per name.';

create macro statuses_called(names) as table
select
    if(
        asked.word is null or asked.word in ('civilian', 'combatant', 'unknown'),
        asked.word,
        error('No status is called ' || asked.word)
    ) as status_word
from (select lower(cast(unnest([names], recursive := true) as varchar)) as word) as asked;

comment on macro table statuses_called is 'These statuses, as they stand in the tables; a null name has a null row. One row per name.';

-- An id that ended is in marts.incident_id_changes.
create macro incidents_called(names) as table
select
    coalesce(
        incidents.incident_id,
        if(asked.word is null, null, error('No incident has the id ' || asked.word))
    ) as incident_id
from (select cast(unnest([names], recursive := true) as varchar) as word) as asked
left join marts.fct_incidents as incidents
    on asked.word = incidents.incident_id;

comment on macro table incidents_called is 'These incidents, where they are; a null id has a null row. One row per id.';

create macro incidents_of(
    month := null,
    actor := null,
    role := 'inflicted',
    region := null,
    country := null,
    method := null,
    status := null,
    incident := null,
    actor_group := null
) as table
with

wanted_roles as (
    select
        case lower(asked.word)
            when 'inflicted' then true
            when 'suffered' then false
            else error('A role is inflicted or suffered, not ' || coalesce(asked.word, 'null'))
        end as is_inflicted,
        -- What an actor inflicted on all is the incident's own toll.
        lower(asked.word) = 'inflicted' and status is null as is_whole
    from (select cast(role as varchar) as word) as asked
),

chosen as (
    select incidents.*
    from marts.fct_incidents as incidents
    cross join wanted_roles
    where
        (
            month is null
            or incidents.month in (
                select w.month_start from months_called(month) as w
                where w.month_start is not null
            )
            or (
                incidents.month is null
                and exists (select 1 from months_called(month) as w where w.month_start is null)
            )
        )
        and (
            country is null
            or incidents.region_id in (select w.region_id from regions_of_countries(country) as w)
        )
        and (
            region is null
            or incidents.region_id in (select w.region_id from regions_called(region, country) as w)
        )
        and (
            method is null
            or incidents.method in (select w.method_word from methods_called(method) as w)
        )
        and (
            incident is null
            or incidents.incident_id in (select w.incident_id from incidents_called(incident) as w)
        )
        and (
            actor is null
            or not wanted_roles.is_inflicted
            or coalesce(incidents.perpetrator_actor_id, 'unknown')
            in (select w.actor_id from actors_called(actor) as w)
        )
        and (
            actor_group is null
            or not wanted_roles.is_inflicted
            or coalesce(incidents.perpetrator_actor_id, 'unknown')
            in (select w.actor_id from actors_of_groups(actor_group) as w)
        )
),

victims as (
    select
        casualties.incident_id,
        sum(casualties.killed_low) as killed_low,
        sum(casualties.killed_best) as killed_best,
        if(bool_or(casualties.killed_high is null), null, sum(casualties.killed_high))
            as killed_high,
        sum(casualties.wounded_low) as wounded_low,
        sum(casualties.wounded_best) as wounded_best,
        if(bool_or(casualties.wounded_high is null), null, sum(casualties.wounded_high))
            as wounded_high,
        list_sort(list(distinct actors.actor_name)) as victim_names
    from marts.fct_casualties as casualties
    inner join chosen
        on casualties.incident_id = chosen.incident_id
    inner join marts.dim_actors as actors
        on casualties.actor_id = actors.actor_id
    cross join wanted_roles
    where
        (
            status is null
            or casualties.status in (select w.status_word from statuses_called(status) as w)
        )
        and (
            actor is null
            or wanted_roles.is_inflicted
            or casualties.actor_id in (select w.actor_id from actors_called(actor) as w)
        )
        and (
            actor_group is null
            or wanted_roles.is_inflicted
            or casualties.actor_id in (select w.actor_id from actors_of_groups(actor_group) as w)
        )
    group by casualties.incident_id
),

corrected as (
    select
        touched.incident_id,
        list_sort(list(distinct touched.correction_id)) as correction_ids
    from (
        select
            corrections.correction_id,
            unnest(corrections.incident_ids) as incident_id
        from marts.corrections_applied as corrections
        where corrections.outcome = 'applied'
    ) as touched
    group by touched.incident_id
),

final as (
    select
        chosen.incident_id,
        chosen.month,
        chosen.date_start,
        chosen.date_end,
        chosen.date_precision,
        chosen.place,
        regions.admin1_name,
        regions.country_name,
        chosen.region_id,
        chosen.method,
        chosen.attribution,
        coalesce(chosen.perpetrator_actor_id, 'unknown') as perpetrator_actor_id,
        perpetrators.actor_name as perpetrator_name,
        victims.victim_names,
        cast(
            if(wanted_roles.is_whole, chosen.killed_low, victims.killed_low) as integer
        ) as killed_low,
        cast(
            if(wanted_roles.is_whole, chosen.killed_best, victims.killed_best) as integer
        ) as killed_best,
        cast(
            if(wanted_roles.is_whole, chosen.killed_high, victims.killed_high) as integer
        ) as killed_high,
        cast(
            if(wanted_roles.is_whole, chosen.wounded_low, victims.wounded_low) as integer
        ) as wounded_low,
        cast(
            if(wanted_roles.is_whole, chosen.wounded_best, victims.wounded_best) as integer
        ) as wounded_best,
        cast(
            if(wanted_roles.is_whole, chosen.wounded_high, victims.wounded_high) as integer
        ) as wounded_high,
        chosen.killed_low as incident_killed_low,
        chosen.killed_best as incident_killed_best,
        chosen.killed_high as incident_killed_high,
        chosen.wounded_low as incident_wounded_low,
        chosen.wounded_best as incident_wounded_best,
        chosen.wounded_high as incident_wounded_high,
        chosen.report_count,
        chosen.source_count,
        chosen.confidence,
        coalesce(corrected.correction_ids, []) as correction_ids
    from chosen
    cross join wanted_roles
    inner join victims
        on chosen.incident_id = victims.incident_id
    left join marts.dim_regions as regions
        on chosen.region_id = regions.region_id
    left join marts.dim_actors as perpetrators
        on coalesce(chosen.perpetrator_actor_id, 'unknown') = perpetrators.actor_id
    left join corrected
        on chosen.incident_id = corrected.incident_id
    -- Always so, and a wrong role is told also where no column needs it.
    where wanted_roles.is_inflicted is not null
)

select * from final;

comment on macro table incidents_of is 'The incidents of a cell of a monthly table, with what each adds to its figures. One row per incident.';

create macro reports_of(
    month := null,
    actor := null,
    role := 'inflicted',
    region := null,
    country := null,
    method := null,
    status := null,
    incident := null,
    actor_group := null
) as table
with

chosen as (
    select found.incident_id
    from incidents_of(
        month := month,
        actor := actor,
        role := role,
        region := region,
        country := country,
        method := method,
        status := status,
        incident := incident,
        actor_group := actor_group
    ) as found
),

outcomes as (
    select
        estimates.report_id,
        max(estimates.outcome) filter (where estimates.measure = 'killed') as killed_outcome,
        max(estimates.outcome) filter (where estimates.measure = 'wounded') as wounded_outcome
    from marts.incident_estimates as estimates
    inner join chosen
        on estimates.incident_id = chosen.incident_id
    group by estimates.report_id
),

final as (
    select
        reports.incident_id,
        reports.report_id,
        reports.article_id,
        reports.source,
        reports.title,
        reports.url,
        reports.published_at,
        reports.is_counted,
        reports.is_background,
        outcomes.killed_outcome,
        outcomes.wounded_outcome,
        reports.killed_low,
        reports.killed_best,
        reports.killed_high,
        reports.wounded_low,
        reports.wounded_best,
        reports.wounded_high,
        reports.date_start,
        reports.date_end,
        reports.date_precision,
        reports.place,
        reports.region_id,
        reports.method,
        reports.perpetrator,
        reports.perpetrator_actor_id,
        reports.attribution,
        reports.confidence,
        coalesce(reports.correction_ids, []) as correction_ids
    from marts.incident_reports as reports
    inner join chosen
        on reports.incident_id = chosen.incident_id
    left join outcomes
        on reports.report_id = outcomes.report_id
)

select * from final;

comment on macro table reports_of is 'What each article says of the incidents of a cell, and why its figures won or did not; never add it up. One row per incident report.';

create macro evidence_of(
    month := null,
    actor := null,
    role := 'inflicted',
    region := null,
    country := null,
    method := null,
    status := null,
    incident := null,
    actor_group := null
) as table
with

told as (
    select found.*
    from reports_of(
        month := month,
        actor := actor,
        role := role,
        region := region,
        country := country,
        method := method,
        status := status,
        incident := incident,
        actor_group := actor_group
    ) as found
),

final as (
    select
        told.incident_id,
        told.report_id,
        told.article_id,
        told.source,
        told.title,
        told.url,
        told.published_at,
        told.is_counted,
        told.killed_outcome,
        told.wounded_outcome,
        told.killed_low,
        told.killed_best,
        told.killed_high,
        told.wounded_low,
        told.wounded_best,
        told.wounded_high,
        told.correction_ids,
        evidence.evidence_id,
        evidence.start_offset,
        evidence.end_offset,
        evidence.quote
    from told
    left join marts.incident_evidence as evidence
        on told.report_id = evidence.report_id
)

select * from final;

comment on macro table evidence_of is 'The sentences that the figures of a cell were read in, with article and outcome; never add it up. One row per quoted passage, and per report without one.';
