"""Buyer groups in a real browser: invited by mail and accepted; asked to join; looked at."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.access.people import email_of
from tests.browser.test_coming_in import NEW, post_mail
from tests.support.browser import PHONE, Pages, look
from tests.support.mailbox import mailbox

GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"


def test_somebody_new_of_a_private_organisation_is_invited_and_accepts(pages: Pages) -> None:
    lead = pages.open("trekker")
    lead.goto(f"{GROUP}/uitnodigen")
    lead.get_by_label("Mailadres").fill(email_of("nieuw"))
    lead.get_by_label("Naam", exact=True).fill("Nour van Vliet")
    lead.get_by_label("Namens welke organisatie?").fill("Modelbank Voorbeeld N.V.")
    lead.get_by_label("inkoper", exact=True).check()
    lead.get_by_role("button", name="Uitnodigen").click()
    expect(lead.get_by_text("nog geen antwoord")).to_be_visible()
    look(lead, "groep-uitnodigen")
    with mailbox() as box:
        assert post_mail(pages, box).sent == 1
        link = box.link(email_of("nieuw"))
    guest = pages.open(width=PHONE)
    guest.goto(link)
    guest.get_by_label("Wachtwoord").fill(NEW)
    guest.get_by_label("Nog een keer").fill(NEW)
    guest.get_by_role("button", name="Beginnen").click()
    look(guest, "groep-uitnodiging")
    guest.get_by_role("button", name="Meedoen").click()
    expect(guest.get_by_role("alert")).to_be_visible()
    guest.get_by_label("Ik accepteer dit protocol").check()
    guest.get_by_label("geen van beide").check()
    guest.get_by_role("button", name="Meedoen").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("ICT-hardware langer gebruiken")
    look(guest, "groep-lid")


def test_somebody_asks_to_join_and_the_lead_accepts(pages: Pages) -> None:
    page = pages.open("bestuurlijk")
    page.goto("/ketens/ict-hardware-en-mobiele-apparaten/buyer-groups")
    look(page, "keten-groepen")
    page.get_by_role("link", name="Ik wil meedoen").click()
    look(page, "groep-meedoen")
    page.get_by_label("inkoper", exact=True).check()
    page.get_by_label("Waarom wil je meedoen?").fill("Wij kopen ook laptops")
    page.get_by_role("button", name="Vraag versturen").click()
    lead = pages.open("trekker")
    lead.goto(GROUP)
    lead.get_by_role("link", name="Aanvragen beantwoorden").click()
    look(lead, "groep-aanvragen")
    lead.get_by_role("button", name="Aannemen").click()
    page.goto(GROUP)
    expect(page.get_by_role("heading", level=1)).to_have_text("ICT-hardware langer gebruiken")


def test_pages_of_a_group(pages: Pages) -> None:
    page = pages.open("trekker")
    page.goto("/buyer-groups")
    look(page, "groepen")
    for part in ("deelnemers", "agenda", "gegevens", "stand", "ketens", "belangen/overzicht"):
        page.goto(f"{GROUP}/{part}")
        look(page, f"groep-{part.replace('/', '-')}")
    page.goto("/buyer-groups/mededingingsprotocol")
    look(page, "protocol")
