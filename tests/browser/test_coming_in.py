"""Coming in: from the mail of an invitation, with a second factor, and where one is required."""

from __future__ import annotations

import pyotp
from playwright.sync_api import Page, expect

from buyergroups.notices.sending import Round, send_due
from buyergroups.settings.catalogue import SettingKey
from buyergroups.settings.services import change_setting
from tests.access.people import email_of
from tests.support.acting import Acting
from tests.support.browser import PHONE, Pages, look
from tests.support.client import PASSWORD
from tests.support.mailbox import Mailbox, mailbox

NEW = "zeven natte paarden dansen"


def post_mail(pages: Pages, box: Mailbox) -> Round:
    """Send what waits, as the job does."""
    assert box.office is not None
    return send_due(pages.live.database, pages.live.clock, box.office)


def code_of(pages: Pages, secret: str) -> str:
    return pyotp.TOTP(secret.replace(" ", "")).at(pages.live.clock.now)


def sign_in(page: Page, account: str, password: str = PASSWORD) -> None:
    page.goto("/inloggen")
    page.get_by_label("Mailadres").fill(email_of(account))
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen").click()


def test_from_an_invitation_by_mail_to_the_board(pages: Pages) -> None:
    admin = pages.open("beheer")
    admin.goto("/personen/uitnodigen")
    admin.get_by_label("Mailadres").fill(email_of("nieuw"))
    admin.get_by_label("Naam", exact=True).fill("Nour van Vliet")
    admin.get_by_label("deelnemer", exact=True).check()
    admin.get_by_label("Je eigen wachtwoord").fill(PASSWORD)
    admin.get_by_role("button", name="Uitnodigen").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("Nour van Vliet")

    with mailbox() as box:
        assert post_mail(pages, box).sent == 1
        link = box.link(email_of("nieuw"))
    guest = pages.open(width=PHONE)
    guest.goto(link)
    look(guest, "uitnodiging")
    guest.get_by_label("Wachtwoord").fill(NEW)
    guest.get_by_label("Nog een keer").fill(f"{NEW}!")
    guest.get_by_role("button", name="Beginnen").click()
    expect(guest.get_by_text("niet gelijk")).to_be_visible()
    guest.get_by_label("Wachtwoord").fill(NEW)
    guest.get_by_label("Nog een keer").fill(NEW)
    guest.get_by_role("button", name="Beginnen").click()
    expect(guest).to_have_url(f"{pages.live.url}/")
    expect(guest.get_by_text("Nour van Vliet").first).to_be_attached()

    other = pages.open()
    other.goto(link)
    expect(other.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet meer")
    sign_in(other, "nieuw", NEW)
    expect(other).to_have_url(f"{pages.live.url}/")


def test_a_second_factor_set_up_and_signed_in_with(pages: Pages) -> None:
    page = pages.open("publiek")
    page.goto("/mijn")
    page.locator("#factor-wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Tweede factor instellen").click()
    secret = page.locator(".kb-secret").inner_text()
    page.locator("#code").fill(code_of(pages, secret))
    page.get_by_role("button", name="Instellen").click()
    codes = page.locator(".kb-codes code")
    expect(codes).to_have_count(10)
    recovery = codes.all_inner_texts()

    pages.live.clock.forward(minutes=1)
    other = pages.open(width=PHONE)
    sign_in(other, "publiek")
    expect(other.get_by_role("heading", level=1)).to_have_text("Vul je code in")
    look(other, "code")
    other.goto("/bord")
    expect(other.get_by_role("heading", level=1)).to_have_text("Inloggen")
    other.goto("/inloggen/code")
    other.get_by_label("Code").fill("000000")
    other.get_by_role("button", name="Inloggen").click()
    expect(other.get_by_text("Deze code klopt niet")).to_be_visible()
    other.get_by_label("Code").fill(code_of(pages, secret))
    other.get_by_role("button", name="Inloggen").click()
    expect(other).to_have_url(f"{pages.live.url}/")

    lost = pages.open()
    sign_in(lost, "publiek")
    lost.get_by_label("Code").fill(recovery[3])
    lost.get_by_role("button", name="Inloggen").click()
    expect(lost).to_have_url(f"{pages.live.url}/")


def test_where_it_is_required_it_is_set_up_at_the_door(pages: Pages) -> None:
    act = Acting(pages.live.database, pages.live.clock.now)
    act.do(
        "beheer",
        change_setting,
        programme_id=1,
        key=SettingKey.FACTOR_REQUIRED,
        value=1,
        reason="afgesproken",
    )
    pages.live.clock.forward(minutes=1)
    page = pages.open(width=PHONE)
    sign_in(page, "trekker")
    expect(page).to_have_url(f"{pages.live.url}/inloggen/instellen")
    look(page, "instellen")
    secret = page.locator(".kb-secret").inner_text()
    page.goto("/bord")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    page.goto("/inloggen/instellen")
    page.get_by_label("Code").fill("123")
    page.get_by_role("button", name="Instellen en inloggen").click()
    expect(page.get_by_text("Deze code klopt niet")).to_be_visible()
    page.get_by_label("Code").fill(code_of(pages, secret))
    page.get_by_role("button", name="Instellen en inloggen").click()
    expect(page.locator(".kb-codes code")).to_have_count(10)
    page.goto("/bord")
    expect(page).to_have_url(f"{pages.live.url}/bord")

    pages.live.clock.forward(minutes=1)
    again = pages.open()
    sign_in(again, "trekker")
    again.get_by_label("Code").fill(code_of(pages, secret))
    again.get_by_role("button", name="Inloggen").click()
    expect(again).to_have_url(f"{pages.live.url}/")

    # Who is not of the programme team comes in as before.
    member = pages.open()
    sign_in(member, "publiek")
    expect(member).to_have_url(f"{pages.live.url}/")
