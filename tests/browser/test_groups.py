"""Buyer groups in a real browser: invited by mail and accepted; asked to join; looked at."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.access.people import email_of
from tests.browser.test_coming_in import NEW, post_mail
from tests.support.browser import PHONE, Pages, look
from tests.support.mailbox import mailbox

GROUP = "/buyer-groups/ict-hardware-langer-gebruiken"
SUN = "/buyer-groups/zonnepanelen-met-bekende-herkomst"


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


def test_a_member_is_added_and_a_private_organisation_is_refused_with_where(pages: Pages) -> None:
    manager = pages.open("manager")
    manager.goto(f"{GROUP}/deelnemers")
    manager.get_by_role("link", name="Deelnemer toevoegen").click()
    look(manager, "groep-toevoegen")
    manager.get_by_role("button", name="Toevoegen").click()
    expect(manager.get_by_text("Vul een naam of mailadres in.").first).to_be_visible()
    manager.get_by_label("Naam of mailadres").fill(email_of("bestuurlijk"))
    manager.get_by_label("inkoper", exact=True).check()
    manager.get_by_role("button", name="Toevoegen").click()
    expect(manager.get_by_text("Deze persoon doet mee.")).to_be_visible()
    expect(manager.get_by_text(email_of("bestuurlijk"))).to_be_visible()
    plain = pages.open("manager", javascript=False)
    plain.goto(f"{SUN}/deelnemers/toevoegen")
    plain.get_by_label("Naam of mailadres").fill(email_of("klankbord"))
    plain.get_by_label("inkoper", exact=True).check()
    plain.get_by_role("button", name="Toevoegen").click()
    expect(plain.get_by_label("Naam of mailadres")).to_have_value(email_of("klankbord"))
    plain.locator("main a[href$='#private-vraag']").click()
    expect(plain.get_by_role("link", name="Private vraag vastleggen")).to_be_visible()
    manager.get_by_role("button", name="English").click()
    manager.goto(f"{SUN}/deelnemers/toevoegen")
    manager.get_by_label("Name or mail address").fill("a")
    manager.get_by_role("button", name="Add").click()
    expect(manager.get_by_text("Do you mean").first).to_be_visible()
    look(manager, "group-add-wrong")
