"""The desk's page that starts a translation, and what the workspace says of languages."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from releases.desk import transitions
from releases.models import Release
from tests.admin.desk import (
    DeskTestCase,
    action_data,
    action_path,
    change_path,
    messages_of,
    post_form,
)
from tests.builders import (
    SEVEN,
    approve,
    counsel,
    make_issuer,
    make_release,
    publish,
    submit,
)
from tests.clock import travel

HOUR = dt.timedelta(hours=1)


def translate_path(release: Release) -> str:
    return reverse("admin:releases_release_translate", args=[release.pk])


class AddingATranslation(DeskTestCase):
    """A button of the workspace, a language, and a draft."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")
        self.release = make_release()

    def test_the_button_leads_to_a_page_that_asks_for_the_language(self) -> None:
        assert translate_path(self.release) in self.page(change_path(self.release))
        page = self.page(translate_path(self.release))
        assert '<option value="ja">日本語</option>' in page

    def test_the_draft_is_in_that_language_and_leads_back(self) -> None:
        response = self.client.post(
            translate_path(self.release), {"language": "de"}, follow=True
        )
        draft = Release.objects.latest("pk")
        assert response.redirect_chain[-1][0] == change_path(draft)
        assert "files that are not in Deutsch" in messages_of(response)
        assert draft.translation_of == self.release
        assert f'{change_path(draft)}">' in self.page(change_path(self.release))
        assert f'{change_path(self.release)}">' in self.page(change_path(draft))

    def test_what_is_no_language_is_refused(self) -> None:
        response = self.client.post(translate_path(self.release), {"language": "d!"})
        assert "is not a language code" in response.content.decode()

    def test_its_own_language_is_refused(self) -> None:
        response = self.client.post(translate_path(self.release), {"language": "en"})
        assert "this language already" in response.content.decode()

    def test_readers_of_the_desk_cannot(self) -> None:
        self.sign_in_as("Finance")
        assert self.client.get(translate_path(self.release)).status_code == 403

    def test_the_form_refuses_to_translate_what_is_scheduled(self) -> None:
        with travel(SEVEN):
            scheduled = approve(make_release(go_live_at=SEVEN + HOUR), at=SEVEN)
            response = post_form(
                self.client, change_path(self.release), translation_of=scheduled.pk
            )
        assert "is scheduled in one language" in response.content.decode()

    def test_languages_are_one_level_deep(self) -> None:
        german = make_release(translation_of=make_release(), language="de")
        for release, original, refusal in (
            (self.release, german, "is a translation itself"),
            (german.translation_of, self.release, "can&#x27;t be one itself"),
        ):
            with self.subTest(refusal):
                response = post_form(
                    self.client, change_path(release), translation_of=original.pk
                )
                assert refusal in response.content.decode()

    def test_the_form_keeps_a_relation_that_it_has(self) -> None:
        original = publish(make_release(headline="Original"))
        Release.objects.filter(pk=self.release.pk).update(translation_of=original)
        post_form(self.client, change_path(self.release), headline="Neu")
        self.release.refresh_from_db()
        assert (self.release.headline, self.release.translation_of) == ("Neu", original)


class AnApprovedLanguage(DeskTestCase):
    """It says what it waits for."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Counsel", name="cora")
        self.english = make_release(headline="Growth")
        self.german = make_release(
            headline="Wachstum", translation_of=self.english, language="de"
        )

    def test_it_waits_for_the_other(self) -> None:
        with travel(SEVEN):
            submit(self.english)
            response = self.client.post(
                action_path(self.english, "approve"),
                action_data(self.client, self.english, "approve"),
                follow=True,
            )
            assert "once its other languages are approved" in messages_of(response)
            page = self.page(change_path(self.english))
        assert "It will publish together with: Deutsch." in page
        assert "Approve its other languages" in page

    def test_it_waits_for_nothing_once_the_other_is_public(self) -> None:
        with travel(SEVEN):
            approve(self.english, at=SEVEN)
            submit(self.german)
            transitions.publish_in_emergency(
                self.german, by=counsel(), at=SEVEN, reason="Leak."
            )
            page = self.page(change_path(self.english))
        assert "It will not publish by itself." in page
        assert "Hold it, then resume it" in page
