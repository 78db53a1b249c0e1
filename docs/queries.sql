-- Questions that analysts ask of data/published/casualties.duckdb, one after another.
--
--     duckdb -readonly data/published/casualties.duckdb < docs/queries.sql
--
-- Each has its title, what it answers, and how to read it. DuckDB 1.2 or newer runs them. Change a
-- month, a country or an actor in the line that names it.

-- title: Deadliest months for civilians by actor
-- answers: Who killed the most civilians in which month.
-- read: Only victims that a report calls civilians; an empty killed_high has no ceiling.
select
    casualties.month,
    casualties.actor_name,
    cast(sum(casualties.killed_low) as bigint) as killed_low,
    cast(sum(casualties.killed_best) as bigint) as killed_best,
    cast(if(
        count(casualties.killed_high) = count(*), sum(casualties.killed_high), null
    ) as bigint) as killed_high
from marts.monthly_casualties_by_status as casualties
where
    casualties.role = 'inflicted'
    and casualties.status = 'civilian'
    and casualties.month is not null
group by casualties.month, casualties.actor_id, casualties.actor_name
having sum(casualties.killed_best) > 0
order by killed_best desc, casualties.month asc, casualties.actor_name asc
limit 20;

-- title: What rests on one source
-- answers: How much of each month's figure only one newsroom tells.
-- read: Newsrooms that print one agency's text count as one; one source may still be right.
select
    incidents.month,
    count(*) as incident_count,
    count(*) filter (where incidents.source_count = 1) as one_source_count,
    cast(sum(incidents.killed_best) as bigint) as killed_best,
    cast(coalesce(
        sum(incidents.killed_best) filter (where incidents.source_count = 1), 0
    ) as bigint) as killed_best_of_one_source
from marts.fct_incidents as incidents
where incidents.month is not null
group by incidents.month
order by incidents.month desc;

-- title: Reports that are not counted, and why
-- answers: What was told and left out of the figures.
-- read: Aggregates sum what is counted already; a source's later figure replaces its earlier one.
select
    case
        when reports.is_excluded then 'excluded by a person'
        when reports.kind = 'aggregate' then 'aggregate: sums other incidents'
        when reports.is_background then 'background: there is news of the day'
        else 'superseded: the source told a later figure'
    end as why,
    count(*) as report_count,
    max(reports.killed_best) as largest_killed_best,
    max_by(reports.title, (reports.killed_best, reports.report_id)) as title_of_largest
from marts.incident_reports as reports
where not reports.is_counted
group by why
order by report_count desc, why asc;

-- title: How far apart sources are
-- answers: Where the counted figures of one incident differ, and by how many killed.
-- read: Only each source's latest figure of the day; the best is what most of them tell.
select
    incidents.incident_id,
    incidents.date_start,
    incidents.place,
    min(reports.killed_best) as least_told,
    max(reports.killed_best) as most_told,
    incidents.killed_best,
    string_agg(
        coalesce(reports.source, 'no source') || ': ' || cast(reports.killed_best as varchar),
        ', '
        order by reports.killed_best, reports.source
    ) as told
from marts.fct_incidents as incidents
inner join marts.incident_reports as reports on incidents.incident_id = reports.incident_id
where reports.is_counted
group by incidents.incident_id, incidents.date_start, incidents.place, incidents.killed_best
having count(*) > 1
order by max(reports.killed_best) - min(reports.killed_best) desc, incidents.incident_id asc
limit 20;

-- title: What the last build changed, and why
-- answers: Which monthly figures moved since the last publication, and what moved them.
-- read: Only of what was inflicted: the same casualties are moved once more as suffered.
select
    changes.month,
    changes.actor_name,
    changes.country_code,
    changes.admin1_name,
    changes.change,
    changes.killed_best_before,
    changes.killed_best_after,
    array_to_string(changes.causes, ', ') as causes
from marts.published_changes as changes
where changes.role = 'inflicted'
order by abs(changes.killed_best_change) desc, changes.month asc, changes.actor_name asc
limit 50;

-- title: Nothing told, or nobody looked
-- answers: How many months of each country have incidents, only other news, or no articles.
-- read: A month without articles is no zero; one of a single article is hardly one.
select
    months.country_name,
    count(*) filter (where months.finding = 'incidents') as months_with_incidents,
    count(*) filter (where months.finding = 'no_incidents') as months_without_incidents,
    count(*) filter (where months.finding = 'no_articles') as months_without_articles
from marts.monthly_coverage_by_country as months
group by months.country_code, months.country_name
order by months_with_incidents desc, months_without_articles asc, months.country_name asc;

-- title: Share of unknown perpetrators by country
-- answers: How much of each country's toll is laid on nobody.
-- read: Unknown is also a name that the dictionary lacks: see marts.review_unknown_actors.
select
    casualties.country_code,
    cast(sum(casualties.killed_best) as bigint) as killed_best,
    cast(coalesce(
        sum(casualties.killed_best) filter (where casualties.actor_id = 'unknown'), 0
    ) as bigint) as killed_by_unknown,
    cast(round(
        100.0 * coalesce(
            sum(casualties.killed_best) filter (where casualties.actor_id = 'unknown'), 0
        ) / sum(casualties.killed_best),
        1
    ) as double) as percent_unknown
from marts.monthly_casualties_by_actor_region as casualties
where casualties.role = 'inflicted'
group by casualties.country_code
having sum(casualties.killed_best) > 0
order by percent_unknown desc, killed_best desc, casualties.country_code asc;

-- title: Trend by method
-- answers: Killed by each method, quarter by quarter, beside the quarter before.
-- read: More may be told because more articles were read: see marts.coverage.
select
    cast(date_trunc('quarter', casualties.month) as date) as quarter_start,
    casualties.method,
    cast(sum(casualties.incident_count) as bigint) as incident_count,
    cast(sum(casualties.killed_best) as bigint) as killed_best,
    lag(cast(sum(casualties.killed_best) as bigint)) over (
        partition by casualties.method
        order by date_trunc('quarter', casualties.month)
    ) as killed_best_in_last_told_quarter
from marts.monthly_casualties_by_method as casualties
where casualties.month is not null
group by date_trunc('quarter', casualties.month), casualties.method
order by quarter_start asc, killed_best desc, casualties.method asc;

-- title: What people corrected
-- answers: Who set what, when, why, and what it was before.
-- read: Outcomes other than applied changed no figure; note says why.
select
    corrections.made_at,
    corrections.author,
    corrections.action,
    corrections.target_id,
    corrections.field,
    corrections.before_text,
    corrections.after_text,
    corrections.reason,
    corrections.outcome
from marts.corrections_applied as corrections
order by corrections.made_at desc, corrections.correction_id asc;

-- title: Figures without a ceiling
-- answers: Which incidents leave a sum's highest figure open, and by how many at least.
-- read: The wording says "at least" or "dozens"; the best is then the least, not the likely.
select
    incidents.incident_id,
    incidents.month,
    incidents.place,
    incidents.country,
    incidents.killed_low,
    incidents.killed_best
from marts.fct_incidents as incidents
where incidents.killed_high is null
order by incidents.killed_best desc, incidents.incident_id asc;

-- title: The sentences behind the largest incident
-- answers: What was written of the incident with the most killed, word by word.
-- read: Every report's sentences, also of those that do not count.
select
    evidence.source,
    evidence.published_at,
    evidence.killed_best,
    evidence.quote
from
    evidence_of(
        incident := (
            select max_by(incidents.incident_id, (incidents.killed_best, incidents.incident_id))
            from marts.fct_incidents as incidents
        )
    ) as evidence
order by evidence.published_at, evidence.report_id, evidence.start_offset;

-- title: Actor groups
-- answers: What each whole inflicted and suffered: a government with its military and police.
-- read: Never add the two columns; an incident may be in both, of two groups.
select
    casualties.actor_group_name,
    cast(coalesce(
        sum(casualties.killed_best) filter (where casualties.role = 'inflicted'), 0
    ) as bigint) as killed_by_it,
    cast(coalesce(
        sum(casualties.killed_best) filter (where casualties.role = 'suffered'), 0
    ) as bigint) as killed_of_it
from marts.monthly_casualties_by_actor_group as casualties
where casualties.actor_group_id != 'unknown'
group by casualties.actor_group_id, casualties.actor_group_name
having sum(casualties.killed_best) > 0
order by killed_by_it desc, killed_of_it desc, casualties.actor_group_name asc;

-- title: Sources that report alone
-- answers: Which newsroom tells incidents that no other does, and how many killed rest on it.
-- read: Alone in what was read here; others may have told it where nobody fetched.
select
    reports.source,
    count(distinct reports.incident_id) as incident_count,
    count(distinct reports.incident_id) filter (
        where incidents.source_count = 1
    ) as told_alone_count,
    cast(coalesce(
        sum(incidents.killed_best) filter (where incidents.source_count = 1), 0
    ) as bigint) as killed_told_alone
from (
    select distinct
        told.source,
        told.incident_id
    from marts.incident_reports as told
    where told.is_counted and told.incident_id is not null
) as reports
inner join marts.fct_incidents as incidents on reports.incident_id = incidents.incident_id
group by reports.source
order by killed_told_alone desc, reports.source asc;

-- title: Where UCDP differs
-- answers: Months and regions whose figure is farthest from UCDP GED's.
-- read: Empty without the reference data; a month that nobody read of is no difference.
select
    compared.month,
    compared.country_name,
    compared.admin1_name,
    compared.article_count,
    compared.killed_best,
    compared.ged_best,
    compared.best_difference
from marts.compare_ucdp_monthly as compared
where compared.comparison = 'compared'
order by abs(compared.best_difference) desc, compared.month asc, compared.admin1_code asc
limit 20;

-- title: What to look at first
-- answers: Which incidents a person should check, and how many killed a figure may be off by.
-- read: The score is that of the weightiest reason; correction is the line that would settle it.
select
    queue.score,
    queue.main_reason,
    queue.month,
    queue.place,
    queue.killed_best,
    queue.correction
from marts.review_queue as queue
order by queue.score desc, queue.incident_id asc
limit 20;
