"""The time zones that a reader chooses from, by region and city."""

from __future__ import annotations

# The list is the same on every machine, whatever its own database of zones has. Whoever
# lives in none of these cities finds one with the same time.
_CITIES = {
    "Africa": "Cairo Casablanca Johannesburg Lagos Nairobi",
    "America": "Anchorage Argentina/Buenos_Aires Bogota Caracas Chicago Denver Halifax"
    " Lima Los_Angeles Mexico_City New_York Panama Phoenix Santiago Sao_Paulo St_Johns"
    " Toronto Vancouver",
    "Asia": "Baku Bangkok Dhaka Dubai Hong_Kong Jakarta Jerusalem Karachi Kathmandu"
    " Kolkata Manila Riyadh Seoul Shanghai Singapore Taipei Tashkent Tehran Tokyo Yangon",
    "Atlantic": "Azores Reykjavik",
    "Australia": "Adelaide Brisbane Darwin Perth Sydney",
    "Europe": "Amsterdam Athens Berlin Brussels Copenhagen Dublin Helsinki Istanbul Kyiv"
    " Lisbon London Madrid Moscow Oslo Paris Rome Stockholm Vienna Warsaw Zurich",
    "Pacific": "Auckland Honolulu",
}
# IANA names, by region.
READER_ZONES = {
    region: tuple(f"{region}/{city}" for city in cities.split())
    for region, cities in _CITIES.items()
}
UTC = "UTC"


def is_listed(zone: str) -> bool:
    """Return whether readers can choose this IANA zone."""
    return zone == UTC or any(zone in zones for zones in READER_ZONES.values())


def city_of(zone: str) -> str:
    """Return the city of an IANA zone: Buenos Aires of America/Argentina/Buenos_Aires."""
    return zone.rpartition("/")[2].replace("_", " ")
