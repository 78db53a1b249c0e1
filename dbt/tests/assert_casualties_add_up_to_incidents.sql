-- A failing row is an incident whose victim groups do not add up to its own figures, or that has no
-- group at all: the roll-up of what was suffered would differ from the incidents.
{{ config(meta={'dagster': {'ref': {'name': 'fct_casualties'}}}) }}

with

incidents as (
    select * from {{ ref('fct_incidents') }}
),

casualties as (
    select * from {{ ref('fct_casualties') }}
),

summed as (
    select
        incident_id,
        sum(killed_low) as killed_low,
        sum(killed_best) as killed_best,
        if(count(killed_high) = count(*), sum(killed_high), null) as killed_high,
        sum(wounded_low) as wounded_low,
        sum(wounded_best) as wounded_best,
        if(count(wounded_high) = count(*), sum(wounded_high), null) as wounded_high
    from casualties
    group by incident_id
),

differing as (
    select incidents.incident_id
    from incidents
    left join summed
        on incidents.incident_id = summed.incident_id
    where
        incidents.killed_low is distinct from summed.killed_low
        or incidents.killed_best is distinct from summed.killed_best
        or incidents.killed_high is distinct from summed.killed_high
        or incidents.wounded_low is distinct from summed.wounded_low
        or incidents.wounded_best is distinct from summed.wounded_best
        or incidents.wounded_high is distinct from summed.wounded_high
)

select * from differing
