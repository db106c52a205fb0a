"""Specimens of links."""

from __future__ import annotations

from releases.models import Release
from tests.builders import SEVEN, make_boilerplate, make_event, publish
from tests.desk.checks.clean_release import HOUR, make_call, make_clean_release
from tests.desk.checks.specimens.book import near_miss, trips


def linking(href: str, words: str = "here") -> Release:
    """Return a sound release with this link."""
    return make_clean_release(more=f'See <a href="{href}">{words}</a>.')


@trips("links.insecure")
def a_link_without_its_s() -> Release:
    return linking("http://www.example.com/")


@trips("links.insecure")
def an_about_section_that_prints_one() -> Release:
    about = make_boilerplate(text="See http://www.example.com/ for more.")
    return make_clean_release(boilerplates=(about,))


@trips("links.insecure")
def a_webcast_without_its_s() -> Release:
    return make_clean_release(
        events=(make_call(webcast_url="http://example.com/live"),)
    )


@near_miss("links.insecure")
def a_secure_link_and_an_address_for_mail() -> Release:
    return make_clean_release(
        more='<a href="https://example.com/?to=http://example.org">a</a> '
        '<a href="mailto:ir@example.com">b</a>'
    )


@trips("links.desk")
def a_link_to_the_desk() -> Release:
    return linking("/admin/releases/release/4/change/")


@trips("links.desk")
def a_link_to_the_desk_by_the_name_of_the_site() -> Release:
    return linking("https://testserver/admin/")


@trips("links.desk")
def a_preview_of_another_site() -> Release:
    return linking("https://www.example.com/?p=12&amp;preview=true")


@near_miss("links.desk")
def an_article_about_admin() -> Release:
    return linking("https://www.example.com/admin/previewing")


@trips("links.private")
def a_link_to_the_office_s_network() -> Release:
    return linking("https://10.1.2.3/q1.pdf")


@trips("links.private")
def a_link_to_a_shared_drive() -> Release:
    return linking("https://larkmoor.sharepoint.com/:w:/s/ir/abc")


@trips("links.private")
def a_link_to_the_staging_site() -> Release:
    return linking("https://staging-ir.larkmoor.com/q1/")


@near_miss("links.private")
def a_link_to_another_s_page_that_sounds_alike() -> Release:
    return linking("https://dev.example.org/testing/")


@trips("links.unpublished")
def a_link_to_a_release_that_is_to_come() -> Release:
    publish(make_clean_release(go_live_at=None, headline="Soon"), at=SEVEN + 3 * HOUR)
    return linking("/releases/2026/soon/")


@trips("links.unpublished")
def a_link_to_an_event_that_is_not_public() -> Release:
    make_event(slug="investor-day")
    return linking("https://testserver/events/investor-day/")


@trips("links.unpublished")
def a_link_to_a_file_that_nobody_has() -> Release:
    return linking("/files/0123456789abcdef/q1.pdf")


@near_miss("links.unpublished")
def a_link_to_a_release_that_is_out_by_then() -> Release:
    publish(make_clean_release(go_live_at=None, headline="Soon"), at=SEVEN + HOUR)
    return linking("/releases/2026/soon/")


@near_miss("links.unpublished")
def a_link_to_an_event_that_goes_out_with_it() -> Release:
    event = make_call(slug="investor-day")
    return make_clean_release(
        more='<a href="/events/investor-day/">here</a>, <a href="/contacts/">us</a>',
        events=(event,),
    )


@near_miss("links.unpublished")
def a_path_of_that_form_on_another_site() -> Release:
    return linking("https://www.example.com/releases/2026/soon/")


@trips("links.misleading")
def an_address_that_leads_to_its_likeness() -> Release:
    return linking("https://www.larkm00r.com/", "www.larkmoor.com")


@near_miss("links.misleading")
def an_address_that_leads_to_a_page_of_its_site() -> Release:
    return linking("https://larkmoor.com/ir", "www.larkmoor.com")


@near_miss("links.misleading")
def an_address_that_is_none() -> Release:
    about = make_boilerplate(text="See https://[broken and [x](javascript:y) too.")
    return make_clean_release(boilerplates=(about,))


@trips("links.wrapped")
def a_link_out_of_an_e_mail() -> Release:
    host = "https://nam02.safelinks.protection.outlook.com"
    return linking(f"{host}/?url=https%3A%2F%2Fexample.com&amp;data=05%7Cir")


@near_miss("links.wrapped")
def a_link_to_who_makes_the_filter() -> Release:
    return linking("https://www.outlook.com/safelinks.protection")
