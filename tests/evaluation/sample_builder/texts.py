"""The sample library's plain files: text, Markdown, source code, HTML, CSV, mail, two languages.

Every fact about real missions and instruments is public knowledge (NASA, ESA, STScI); the
observatory is an invented place, its people appear only by their roles."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

OBSERVING_LOG = """\
# Observing log, winter term

Kept by the duty observer at Larkfield Observatory. Times are local.

## 9 January: Jupiter

Clear from 20:10, seeing 4 of 5. The Great Red Spot crossed the middle of the disc at 21:34.
Three moons stood on one side, Callisto alone on the other. The 25 mm eyepiece gave the best view.

## 23 January: clouds

Closed at 18:50 after one hour of fog. The heater strip of the finder is broken; a spare is ordered.

## 6 February: Orion Nebula

The Trapezium showed six stars at 160 times magnification. Exposure series of 40 frames of
30 seconds each, taken with the monochrome camera. The guiding star was lost once, at frame 17.

## 20 February: comet hunt

Nothing found between Auriga and Taurus down to magnitude 11. Dew stopped the work at 23:45.
"""

CHECKLIST = """\
CLOSING CHECKLIST FOR THE DOME
Read aloud, one person reads and one person does.

1. Park the telescope with the tube level, pointing north.
2. Put the dust cap on the mirror end and the plug in the eyepiece holder.
3. Switch off the camera cooler and wait five minutes before you cut the power.
4. Close the shutter, then turn the dome until the red marks meet.
5. Set the dehumidifier to 45 percent.
6. Hang the dome key on hook number seven beside the fuse box.
7. Write the time and your initials in the log.

In a storm skip steps 3 and 5. Never leave the shutter open to save time.
"""

PIXEL_SCALE = '''\
"""How much sky one camera pixel sees, and how long a star may trail before it shows."""

ARCSEC_PER_RADIAN = 206_264.806
SIDEREAL_RATE_ARCSEC_PER_S = 15.041


def pixel_scale_arcsec(pixel_um: float, focal_length_mm: float) -> float:
    """Return the angle one pixel covers, in seconds of arc."""
    return ARCSEC_PER_RADIAN * (pixel_um / 1000.0) / focal_length_mm


def longest_untracked_exposure_s(pixel_um: float, focal_length_mm: float) -> float:
    """Return the exposure after which a star at the celestial equator has crossed one pixel."""
    return pixel_scale_arcsec(pixel_um, focal_length_mm) / SIDEREAL_RATE_ARCSEC_PER_S


if __name__ == "__main__":
    for focal_length_mm in (135.0, 500.0, 800.0):
        print(focal_length_mm, round(pixel_scale_arcsec(3.76, focal_length_mm), 2))
'''

PUBLIC_EVENINGS = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Public evenings at Larkfield Observatory</title>
<style>body { font-family: sans-serif; max-width: 40em }</style></head>
<body>
<nav><a href="#clouds">Clouds</a> <a href="#groups">Groups</a></nav>
<h1>Public evenings at Larkfield Observatory</h1>
<p>Every Friday from October to March we open the dome to visitors. No booking is needed.</p>
<h2>What you will see</h2>
<p>In winter: Jupiter, the Orion Nebula and the double cluster in Perseus. The view through the
eyepiece is shown on a screen as well, so nobody has to climb the ladder.</p>
<h2 id="clouds">If it is cloudy</h2>
<p>On a cloudy public evening we show a talk and a film about the Hubble deep fields in the lecture
room instead. Your ticket stays valid for a second visit.</p>
<h2 id="groups">School groups</h2>
<p>Classes of up to 28 pupils come on Tuesday mornings. Write to the visitor desk three weeks
before.</p>
<table>
<tr><th>Month</th><th>Topic of the talk</th></tr>
<tr><td>November</td><td>Reading the Moon's craters</td></tr>
<tr><td>January</td><td>Weather in space and the DSCOVR satellite</td></tr>
<tr><td>March</td><td>Women who flew the space shuttle</td></tr>
</table>
</body></html>
"""

COFFEE_JOURNAL = """\
date,beans,dose_g,yield_g,time_s,note
2024-11-02,washed Ethiopia,18.0,36.0,28,best cup so far; bright like lemon
2024-11-09,washed Ethiopia,18.0,40.0,24,too thin; grind finer
2024-11-16,house blend,17.5,35.0,31,bitter at the end
2024-11-23,house blend,18.5,37.0,29,good with milk
2024-11-30,decaf Colombia,18.0,34.0,33,slow; channelling on the left side
"""

GERMAN_LETTER = """\
Sternwarte Larkfield
An die Werkstatt für Feinoptik

Sehr geehrte Damen und Herren,

der Hauptspiegel unseres Teleskops muss neu verspiegelt werden. Die Aluminiumschicht ist nach elf
Jahren matt geworden. Wir bringen den Spiegel am Montag, dem 3. März, selbst in die Werkstatt. Das
Angebot über 480 Euro nehmen wir an. Bitte rechnen Sie mit einer Lieferzeit von zwei Wochen, denn
am 21. März erwarten wir eine Schulklasse.

Mit freundlichen Grüßen
die technische Leitung
"""

JAPANESE_NOTE = """\
見学メモ

ラークフィールド天文台を訪れた。ドームの中はとても寒かったので、次は手袋を持っていくこと。
土星の環は口径二十五センチの望遠鏡ではっきり見えた。
帰りのバスは二十二時十五分が最終である。駅までは歩いて四十分かかる。
売店では星座早見盤が八百円で売られていた。
"""

VET_BODY = """\
Dear observatory team,

this is a reminder for your cat, patient number 2117. The yearly vaccination is due on 14 March.
At the last visit the cat weighed 4.2 kilograms, which is just right. Please bring the blue
vaccination card, and give no food after midnight.

Surgery hours: Monday to Friday, 8:00 to 11:30.

The veterinary practice at the mill
"""


def write_plain_files(folder: Path) -> None:
    """Write all files of this module below `folder`, UTF-8 with Unix line ends."""
    for name, text in (
        ("notes/observing-log.md", OBSERVING_LOG),
        ("notes/closing-checklist.txt", CHECKLIST),
        ("notes/pixel_scale.py", PIXEL_SCALE),
        ("web/public-evenings.html", PUBLIC_EVENINGS),
        ("kitchen/espresso-journal.csv", COFFEE_JOURNAL),
        ("letters/spiegel-werkstatt.txt", GERMAN_LETTER),
        ("letters/kengaku-memo-ja.txt", JAPANESE_NOTE),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    mail = folder / "mail/vaccination-reminder.eml"
    mail.parent.mkdir(parents=True, exist_ok=True)
    mail.write_bytes(_vaccination_mail().as_bytes())


def _vaccination_mail() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Veterinary practice <practice@vet.example>"
    message["To"] = "Larkfield Observatory <office@observatory.example>"
    message["Subject"] = "Reminder: vaccination of the observatory cat"
    message["Date"] = "Mon, 17 Feb 2025 09:12:00 +0000"
    message["Message-ID"] = "<reminder-2117@vet.example>"
    message.set_content(VET_BODY)
    message.add_attachment(
        "Surgery closed on public holidays.\n", filename="hours.txt", disposition="attachment"
    )
    message.set_boundary("=_samples_boundary")
    return message
