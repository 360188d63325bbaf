"""The twelve steps of the method, each as the people of the workshop play it, and as everybody sees it at its end."""

from playwright.async_api import expect

from tests.browser.cast import (
    AMONG_FRIENDS,
    ANNA,
    BEN,
    CEM,
    DOERTE,
    EMIL,
    FATMA,
    GEORG,
    JOURNEY,
    ORDERED,
    PARTS,
    PICTURES,
    QUOTE,
    RATED,
    SCENARIO,
    WAITING,
    Part,
)
from tests.browser.guests import Guest
from tests.browser.hands import Finger, drag
from tests.browser.workshop import Workshop, each, together


async def persona(workshop: Workshop) -> None:
    """Whose journey it is, with picture and typical quote; all see how much time there is for it."""
    claudia = workshop.claudia
    await claudia.poke(claudia.page.get_by_role("button", name="Ablauf"))
    await claudia.poke(claudia.page.get_by_role("button", name="5 Minuten", exact=True))
    await each(expect(guest.find("bb-strip .timer--run")).to_be_visible() for guest in workshop.everybody)
    await claudia.poke(claudia.find(".persona__open"))
    panel = claudia.find(".panel")
    await panel.locator('input[type="file"]').first.set_input_files(PICTURES / "persona.jpg")
    for field, value in {"Name": "Jana Berger", "Alter": "34", "Wohnort": "München"}.items():
        await panel.get_by_label(field, exact=True).fill(value)
    await panel.get_by_label("Typisches Zitat").click()
    await claudia.say(QUOTE)
    await claudia.poke(claudia.find(".heading__journey"))
    await panel.get_by_label("Szenario").fill(SCENARIO)
    await claudia.poke(claudia.page.get_by_role("button", name="Ablauf"))
    await claudia.poke(claudia.page.get_by_role("button", name="Beenden"))
    for guest in workshop.everybody:
        await expect(guest.find(".persona__quote")).to_contain_text(QUOTE)
        await expect(guest.find(".persona__picture")).to_be_visible()
        await expect(guest.find(".heading__scenario")).to_have_text(SCENARIO)
        await expect(guest.find("bb-strip .timer")).to_have_count(0)
    await claudia.put_away()


async def stages(workshop: Workshop) -> None:
    """Two by a press on what is typical, the others by their names."""
    titles = [title for title, _ in JOURNEY]
    people = (workshop.anna, workshop.georg, workshop.cem, workshop.emil, workshop.fatma)
    for number, (guest, title) in enumerate(zip(people, titles, strict=True), 1):
        if number <= 2:
            await guest.poke(guest.page.get_by_role("button", name=title, exact=True))
        else:
            await guest.add_stage(title)
        await each(
            expect(each_one.find(".stage__title")).to_have_text(titles[:number]) for each_one in workshop.everybody
        )


async def customer_activities(workshop: Workshop) -> None:
    """Five begin the stages, all at once; then others add to them."""
    await together(
        workshop.anna.begin_stage("Inspiration", "Ich frage ", ANNA.activity, AMONG_FRIENDS),
        workshop.cem.begin_stage("Recherche", "Ich suche ", CEM.activity),
        workshop.ben.begin_stage("Kauf", "Ich vergleiche ", BEN.activity),
        workshop.emil.begin_stage("Lieferung", "Ich frage ", EMIL.activity, WAITING),
        workshop.fatma.begin_stage("Nutzung", "Ich suche ", FATMA.activity),
    )
    await together(
        workshop.doerte.add_activity("Recherche", DOERTE.activity),
        workshop.georg.add_activity("Kauf", GEORG.activity),
    )
    await each(expect(guest.activities).to_have_count(len(ORDERED)) for guest in workshop.everybody)


async def order(workshop: Workshop) -> None:
    """Comparing belongs to the research, the chat came before it, and who waits has not met the driver yet."""
    ben, doerte, emil = workshop.ben, workshop.doerte, workshop.emil
    await drag(ben, ben.activity(BEN.activity), ben.activity(DOERTE.activity))
    await expect(doerte.activities.nth(3)).to_have_text(BEN.activity)
    await doerte.activity(DOERTE.activity).focus()
    await doerte.press("Space", "ArrowLeft", "ArrowLeft", "Space")
    await Finger(emil.page).drag(emil.activity(WAITING), emil.activity(EMIL.activity))
    await each(expect(guest.activities).to_have_text(list(ORDERED)) for guest in workshop.everybody)


async def storyboard(workshop: Workshop) -> None:
    """A sketch by hand, and a photo out of a phone."""
    fatma, emil = workshop.fatma, workshop.emil
    claudia = workshop.claudia
    await claudia.poke(claudia.page.get_by_role("button", name="Storyboard zeigen"))  # it was laid aside until now
    await fatma.poke((await fatma.place("storyboard", FATMA.activity)).locator(".add"))
    await fatma.sketch()
    await emil.poke((await emil.place("storyboard", WAITING)).locator(".add"))
    await emil.find('.sketch-sheet input[type="file"][capture]').set_input_files(PICTURES / "photo.jpg")
    await expect(emil.find(".sketch-sheet")).to_have_count(0)
    await each(expect(guest.lane("storyboard").locator("img")).to_have_count(2) for guest in workshop.everybody)


async def touchpoints(workshop: Workshop) -> None:
    """Everybody at once: where customer and company meet, with a picture, by which channel and who is behind it."""

    async def bring(guest: Guest, part: Part) -> None:
        await guest.add_touchpoint(part.activity, part.touchpoint)
        await guest.describe_touchpoint(part.touchpoint, part.photo, part.channel, part.department)

    await each(bring(guest, part) for guest, part in workshop.parts)
    for guest in workshop.everybody:
        await expect(guest.lane("touchpoint").locator("img")).to_have_count(len(PARTS))
        await expect(guest.lane("touchpoint").locator(".chip")).to_have_count(len(PARTS))


async def feelings(workshop: Workshop) -> None:
    """Everybody at once, in the first person; then two people finish one card, each at an end of it."""

    async def feel(guest: Guest, part: Part) -> None:
        await guest.add_card("expectation", part.activity, part.expectation)
        await guest.add_card("sentiment", part.activity, part.sentiment)

    await each(feel(guest, part) for guest, part in workshop.parts)
    anna, doerte = workshop.anna, workshop.doerte
    before, after = "Nach 12 Min. ", " Sehr sogar!!"
    for guest, end in ((anna, "Control+Home"), (doerte, "Control+End")):
        await guest.poke(guest.card(DOERTE.sentiment))
        await guest.press(end)
    for first, last in zip(before, after, strict=True):
        await together(anna.page.keyboard.insert_text(first), doerte.page.keyboard.insert_text(last))
    await together(anna.press("Escape"), doerte.press("Escape"))
    whole = before + DOERTE.sentiment + after
    await each(expect(guest.card(whole)).to_have_count(1) for guest in workshop.everybody)


async def discussion(workshop: Workshop) -> None:
    """Pain points and moments of truth come out of it; while Claudia sums up, nobody else can write."""
    claudia, anna = workshop.claudia, workshop.anna
    await together(
        workshop.doerte.add_card("painPoint", DOERTE.activity, "12 Minuten Wartezeit im Chat"),
        workshop.emil.add_card("painPoint", WAITING, "Zeitfenster von 8 bis 18 Uhr"),
        workshop.ben.add_card("momentOfTruth", BEN.activity, "Beratung: Hier gewinnen wir oder verlieren wir."),
        workshop.georg.add_card("momentOfTruth", GEORG.activity, "Versprechen eines Termins"),
    )
    await switch_lock(claudia, "Board sperren")
    locked = "Nur ansehen: die Moderation hat das Board gesperrt"
    await each(expect(guest.find(".strip__lock")).to_have_text(locked) for guest in workshop.participants)
    await anna.poke(anna.card(ANNA.sentiment))
    await expect(anna.find("bb-board textarea")).to_have_count(0)
    await claudia.add_card("insight", AMONG_FRIENDS, "Auslöser ist das Wohngefühl, nicht das Gerät.")
    await expect(anna.card("Auslöser ist das Wohngefühl")).to_have_count(1)
    await switch_lock(claudia, "Entsperren")
    await each(expect(guest.find(".strip__lock")).to_have_count(0) for guest in workshop.participants)
    await anna.add_card("insight", ANNA.activity, "Empfehlungen wirken stärker als Werbung.")


async def ideas(workshop: Workshop) -> None:
    """Georg's line breaks; his idea is safe on his device, and hangs on the wall when the line is mended."""
    georg, saved = workshop.georg, workshop.georg.find(".saved__text")
    await show_lane(workshop.claudia, "Ideen / Bemerkungen")
    await expect(georg.lane("idea")).to_be_visible()
    workshop.line.cut()
    await expect(saved).to_have_text("Offline – bisher ist alles gespeichert")
    await georg.add_card("idea", GEORG.activity, "Termin schon an der Kasse wählen")
    await expect(saved).to_have_text("Offline – 1 Änderung ist auf diesem Gerät sicher")
    await together(
        workshop.cem.add_card("idea", CEM.activity, "Drei Fragen statt 40 Filter"),
        workshop.fatma.add_card("idea", GEORG.activity, "Wandhalterung gleich anbieten"),
    )
    await expect(workshop.helga.lane("idea").locator(".card")).to_have_count(2)
    workshop.line.mend()
    await each(expect(guest.lane("idea").locator(".card")).to_have_count(3) for guest in workshop.everybody)


async def rating(workshop: Workshop) -> None:
    """From the customer's view: each rates what they know best, with a mouse, by a tap or by keys; Claudia the rest."""

    async def rate(guest: Guest, part: Part) -> None:
        by_hand = guest.touch_pin if guest.touch else guest.drag_pin
        await (guest.key_pin if guest is workshop.doerte else by_hand)(part.activity, part.outside)

    await each(rate(guest, part) for guest, part in workshop.parts)
    for activity in (AMONG_FRIENDS, WAITING):
        await workshop.claudia.key_pin(activity, RATED[activity])
    values = [str(RATED[activity]) for activity in ORDERED]
    await each(expect(guest.find(".pin")).to_have_text(values) for guest in workshop.everybody)


async def smileys(workshop: Workshop) -> None:
    """Faces on the touchpoints, marks on the activities."""
    cem, doerte = workshop.cem, workshop.doerte
    await each(guest.give_face(part.touchpoint, part.face) for guest, part in workshop.parts)
    await doerte.activity(DOERTE.activity).focus()
    await doerte.press("p", "m")
    await cem.open_menu(cem.activity(CEM.activity))
    await cem.choose("Pain Point")
    await each(expect(guest.find(".activity__marks svg")).to_have_count(3) for guest in workshop.everybody)


async def curve(workshop: Workshop) -> None:
    """Inside view and target are set against what customers feel; a drop of three and more is labelled for all."""

    async def from_inside(guest: Guest, part: Part) -> None:
        await guest.rate_as("Innensicht")
        await guest.key_pin(part.activity, part.inside)
        await guest.rate_as("Außensicht")

    await each(from_inside(guest, part) for guest, part in workshop.parts)
    claudia = workshop.claudia
    await claudia.rate_as("Zielwert")
    await (await claudia.pin(ORDERED[0])).locator(".pin").focus()
    for _ in ORDERED:
        await claudia.press("8", "ArrowRight")
    await claudia.rate_as("Außensicht")
    for guest in workshop.everybody:
        await expect(guest.find(".tick--inside")).to_have_count(len(PARTS))
        await expect(guest.find(".tick--target")).to_have_count(len(ORDERED))
        await expect(guest.find(".drop")).to_have_text(["−7", "−4"])


STEPS = (
    ("Persona", persona),
    ("Phasen", stages),
    ("Kundenaktivitäten", customer_activities),
    ("Reihenfolge", order),
    ("Storyboard", storyboard),
    ("Touchpoints", touchpoints),
    ("Erwartungen und Empfindungen", feelings),
    ("Diskussion", discussion),
    ("Ideen", ideas),
    ("Bewertung", rating),
    ("Smileys", smileys),
    ("Kurve", curve),
)


async def show_lane(guest: Guest, title: str) -> None:
    await guest.poke(guest.page.get_by_role("button", name="Zeilen", exact=True))
    await guest.page.get_by_label(f"{title} zeigen").check()
    await guest.put_away()


async def switch_lock(moderator: Guest, entry: str) -> None:
    await moderator.poke(moderator.page.get_by_role("button", name="Menü öffnen"))
    await moderator.choose(entry)
