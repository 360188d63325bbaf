"""Who takes part in the workshop, and what each knows of the journey."""

from dataclasses import dataclass
from pathlib import Path

PICTURES = Path(__file__).parents[2] / "board" / "templates" / "pictures"

TITLE = "Fernseher-Kauf: vom Wunsch zum ersten Filmabend"
SCENARIO = "Jana und ihre Familie ersetzen den alten Fernseher im Wohnzimmer."
QUOTE = "Ich will keinen Fernseher kaufen. Ich will abends auf dem Sofa sitzen."


@dataclass(frozen=True)
class Part:
    """What one participant brings to the board: an activity, and what hangs under it."""

    activity: str
    touchpoint: str
    picture: str
    channel: str
    department: str
    expectation: str
    sentiment: str
    face: str
    outside: int
    inside: int

    @property
    def photo(self) -> Path:
        return PICTURES / self.picture


ANNA = Part(
    activity="Ich frage Freunde nach ihrem Fernseher.",
    touchpoint="Wohnzimmer von Freunden",
    picture="screen.jpg",
    channel="Social Web / Blogs",
    department="Marketing",
    expectation="Ich möchte auch so einen Filmabend.",
    sentiment="Ich bin neugierig und ein bisschen neidisch.",
    face="gut",
    outside=8,
    inside=6,
)
BEN = Part(
    activity="Ich vergleiche zwei Modelle im Markt.",
    touchpoint="Fachmarkt",
    picture="store.jpg",
    channel="Point of Sale",
    department="Vertrieb",
    expectation="Ich erwarte eine Beratung ohne Verkaufsdruck.",
    sentiment="Ich fühle mich ernst genommen.",
    face="gut",
    outside=7,
    inside=8,
)
CEM = Part(
    activity="Ich suche im Online-Shop nach 65 Zoll bis 1.500 €.",
    touchpoint="Suche im Online-Shop",
    picture="laptop.jpg",
    channel="Online / Mobile",
    department="E-Commerce",
    expectation="Ich möchte mit drei Klicks passende Geräte sehen.",
    sentiment="Ich fühle mich von 312 Treffern erschlagen.",
    face="schlecht",
    outside=4,
    inside=7,
)
DOERTE = Part(
    activity="Ich frage im Chat, ob das Gerät an meine Wand passt.",
    touchpoint="Live-Chat",
    picture="headset.jpg",
    channel="Online / Mobile",
    department="Kundenservice",
    expectation="Ich möchte sofort eine klare Antwort.",
    sentiment="Ich ärgere mich über den Standardlink.",
    face="sehr schlecht",
    outside=2,
    inside=6,
)
EMIL = Part(
    activity="Ich frage den Fahrer, ob er mit anpackt.",
    touchpoint="Spedition",
    picture="truck.jpg",
    channel="Verpackung / Produkt",
    department="Logistik",
    expectation="Ich erwarte Hilfe bis in die Wohnung.",
    sentiment="Ich bin positiv überrascht.",
    face="gut",
    outside=8,
    inside=4,
)
FATMA = Part(
    activity="Ich suche das WLAN und sehe nach zehn Minuten ein Bild.",
    touchpoint="Einrichtungsassistent",
    picture="phone.jpg",
    channel="Verpackung / Produkt",
    department="Produktmanagement",
    expectation="Ich möchte ohne Handbuch auskommen.",
    sentiment="Ich bin stolz, dass ich es allein geschafft habe.",
    face="sehr gut",
    outside=10,
    inside=7,
)
GEORG = Part(
    activity="Ich bestelle am Abend und zahle mit PayPal.",
    touchpoint="Kasse im Online-Shop",
    picture="letter.jpg",
    channel="Online / Mobile",
    department="Finanzen",
    expectation="Ich möchte in zwei Minuten fertig sein.",
    sentiment="Ich bin erleichtert, das ging schnell.",
    face="mittel",
    outside=6,
    inside=6,
)
PARTS = (ANNA, BEN, CEM, DOERTE, EMIL, FATMA, GEORG)

AMONG_FRIENDS = "Ich sehe bei ihnen das große, flache Bild."
WAITING = "Ich warte den ganzen Vormittag."
JOURNEY = (
    ("Inspiration", (ANNA.activity, AMONG_FRIENDS)),
    ("Recherche", (DOERTE.activity, CEM.activity, BEN.activity)),
    ("Kauf", (GEORG.activity,)),
    ("Lieferung", (WAITING, EMIL.activity)),
    ("Nutzung", (FATMA.activity,)),
)
ORDERED = tuple(activity for _, below in JOURNEY for activity in below)
RATED = {AMONG_FRIENDS: 9, WAITING: 2} | {part.activity: part.outside for part in PARTS}
