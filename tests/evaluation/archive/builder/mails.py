"""The archive's mails and plain files: single messages, a mailbox, pages of the web site, notes."""

from __future__ import annotations

import email.message
import email.policy
from pathlib import Path


def write_mails_and_texts(folder: Path) -> None:
    for name, content in (
        ("mail/helen-pryce.eml", _message(*HELEN)),
        ("mail/alan-pryce.eml", _message(*ALAN)),
        ("mail/saint-aubin.eml", _message(*MARCHAL)),
        ("mail/committee.mbox", mailbox()),
        ("papers/kostenvoranschlag-orgel.txt", ORGAN.encode()),
        ("papers/insurance.txt", INSURANCE.encode()),
        ("music/repertoire-notes.md", REPERTOIRE.encode()),
        ("web/advent-concert.html", ADVENT.encode()),
        ("web/newsletter-spring-2025.html", NEWSLETTER.encode()),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


_US = "Thornwick Choral Society <committee@thornwick-singers.example>"
Mail = tuple[str, str, str, str, str]  # from, to, date, subject, body

HELEN: Mail = (
    "Dr. Helen Pryce <helen.pryce@throatclinic.example>",
    _US,
    "Mon, 23 Sep 2024 17:42:00 +0100",
    "Breathing workshop",
    "Dear all,\n\nI am glad to come on Saturday 19 October, from 10:00 to 13:00. As a doctor for "
    "throat and voice I see every week what wrong breathing does.\n\nPlease ask everybody to bring "
    "a mat and a bottle of water. More than 25 people would be too many for the exercises.\n\nI do "
    "not ask for a fee; if you refund my train ticket I am content.\n\nHelen Pryce\n",
)
ALAN: Mail = (
    "Dr. Alan Pryce <a.pryce@musichistory.example>",
    _US,
    "Wed, 19 Mar 2025 09:05:00 +0000",
    "My talk on Fauré",
    "Dear Mr Petty,\n\nI can give the talk on Gabriel Fauré and his Requiem on Tuesday 6 May at "
    "19:30 in the Village School. It lasts forty minutes, with questions an hour.\n\nMy fee is 120 "
    "pounds. I need a projector and, if possible, a piano.\n\nYours sincerely,\nAlan Pryce\n",
)
MARCHAL: Mail = (
    "Étienne Marchal <etienne@choeur-saint-aubin.example>",
    _US,
    "Thu, 10 Apr 2025 20:31:00 +0200",
    "Concert commun en octobre",
    "Chers amis,\n\nnous vous proposons un concert commun le samedi 11 octobre 2025 à 20 h 30 dans "
    "l'église de Saint-Aubin. La répétition générale commence à 15 h.\n\nNous pouvons loger 18 "
    "personnes dans des familles ; les autres trouveront un hôtel près de la gare. La "
    "participation aux frais est de 35 euros par personne, repas compris.\n\n"
    "Dans l'église il n'y a pas de piano, "
    "mais un petit orgue. Notre cheffe de chœur, Solène Garrec, propose le Cantique de Jean Racine."
    "\n\nMerci de nous répondre avant le 15 juillet.\n\nAmitiés,\nÉtienne Marchal\n",
)
_COMMITTEE: tuple[Mail, ...] = (
    (
        "Lucy Farrow <lucy.farrow@thornwick-singers.example>",
        _US,
        "Sun, 2 Feb 2025 11:20:00 +0000",
        "Cake sale",
        "Hello everybody,\n\nthe cake sale is on Friday 18 April before the village shop, from "
        "nine. I still need twelve cakes and two helpers. The money is for the children of the "
        "singers who come along to Hohenried.\n\nLucy\n",
    ),
    (
        "Owen Marsh <owen.marsh@thornwick-singers.example>",
        _US,
        "Thu, 20 Mar 2025 18:03:00 +0000",
        "Bus: other time, other place",
        "Hello,\n\nChurch Street is closed for road works in May. So the bus does not leave at "
        "6:30 from St. Olave's as I wrote on the slides. New: we leave at 7:00 from the Village "
        "School in Mill Road.\n\nOwen\n",
    ),
    (
        "Rowan Petty <rowan.petty@thornwick-singers.example>",
        _US,
        "Wed, 2 Apr 2025 21:47:00 +0100",
        "Present for Hohenried",
        "Dear all,\n\nas a present I suggest the framed drawing of the mill, 85 pounds at "
        "Saxby's. Tom, would you have a small brass plate engraved? That is another 22 pounds.\n\n"
        "Rowan\n",
    ),
    (
        "Samuel Oduya <samuel.oduya@thornwick-singers.example>",
        _US,
        "Thu, 10 Apr 2025 08:12:00 +0100",
        "Costs of the trip",
        "Hello,\n\nthe sheet with the costs is attached. With 26 singers at 90 pounds we take in "
        "2,340 pounds. Please pay by 20 May.\n\nSamuel\n",
    ),
)
_COSTS = (
    "Item,Pounds\nBus,1890.00\nFerry and tolls,236.00\nPresent with plate,107.00\n"
    "Lunch for the driver,45.00\n"
)


def _message(sender: str, to: str, date: str, subject: str, body: str) -> bytes:
    return _built((sender, to, date, subject, body)).as_bytes()


def _built(mail: Mail) -> email.message.EmailMessage:
    sender, to, date, subject, body = mail
    message = email.message.EmailMessage(policy=email.policy.SMTP.clone(linesep="\n"))
    message["From"], message["To"], message["Date"], message["Subject"] = sender, to, date, subject
    message.set_content(body, charset="utf-8", cte="quoted-printable")
    return message


def mailbox() -> bytes:
    parts = []
    for mail in _COMMITTEE:
        message = _built(mail)
        if mail[3] == "Costs of the trip":
            message.add_attachment(_COSTS, subtype="csv", filename="costs-of-the-trip.csv")
            message.set_boundary("thornwick-costs")
        address = mail[0].split("<")[1].rstrip(">")
        parts.append(f"From {address} {_mbox_date(mail[2])}\n".encode() + message.as_bytes())
    return b"\n".join(parts)


def _mbox_date(date: str) -> str:
    day, number, month, year, time, _ = date.replace(",", "").split()
    return f"{day} {month} {number.rjust(2)} {time} {year}"


ORGAN = """\
Orgelbau Weidner, Talgasse 8, Hohenried

Kostenvoranschlag Nr. 2025-114 vom 12. Mai 2025
an: Thornwick Choral Society, Truhenorgel

Blasebalg neu beledern                     1.310,00 Euro
Stimmung                                     275,00 Euro
Anfahrt und Übernachtung                     184,50 Euro
Summe                                      1.769,50 Euro

Die Reinigung der Pfeifen ist in diesem Angebot nicht enthalten.
Das Angebot gilt bis zum 30. September 2025. Die Arbeiten dauern etwa vier Tage.
"""
INSURANCE = """\
Policy TW-4471-08, Northfold Mutual, for the Thornwick Choral Society

The policy covers damage to other persons and their property up to 2,000,000 pounds.
Instruments that belong to the society are insured against fire and theft up to 3,000 pounds.
Sheet music is not insured.
Of every damage the society bears the first 100 pounds itself.
The premium is 132 pounds a year, due on 1 July. The policy began on 1 July 2020.
It also holds on journeys within Europe of up to ten days.
"""
REPERTOIRE = """\
# Repertoire: notes by Ines Aldous

## For the summer

Fauré's Requiem is the heart of the programme. Baritone solo in the Libera me: Jonas Reed. The
Pie Jesu is sung by Clara Winther. We sing it with organ only, not with orchestra.

## For Hohenried

Abendlied, Locus iste, Scarborough Fair, The Lark in the Clear Air, and as an encore Der Mond ist
aufgegangen together with the Liederkranz.

## Put off

Vivaldi's Gloria needs two trumpets, which we cannot pay this year. Durante's Magnificat is too
high for our sopranos at present.

## To be bought

Six more scores of the Cantique de Jean Racine, if the concert in Saint-Aubin comes about.
"""
ADVENT = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Advent concert 2024</title></head>
<body>
<nav><a href="/">Home</a> <a href="/choir">The choir</a> <a href="/join">Join us</a></nav>
<h1>Advent concert</h1>
<p>Saturday 14 December 2024, 17:30, St. Olave's Church, Church Street.</p>
<p>The Thornwick Singers, led by Ines Aldous, sing carols from England, Wales and France. Felix
Norden plays the organ.</p>
<h2>Good to know</h2>
<p>Admission is free; there is a collection at the end. The church is heated to 16 degrees, so
please dress warmly. Afterwards there is mulled wine in the Parish Hall. Dogs cannot be brought
in.</p>
<h2>About us</h2>
<p>The Thornwick Choral Society has existed since 1926. New voices are welcome, above all
tenors.</p>
<footer>Written by Lucy Farrow on 20 November 2024</footer>
</body></html>
"""
NEWSLETTER = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Newsletter, spring 2025</title></head>
<body>
<h1>Newsletter, spring 2025</h1>
<h2>A full hall at the general meeting</h2>
<p>34 members came on 14 March. Samuel Oduya takes over the cash from Greta Lindqvist, who kept it
for nine years.</p>
<h2>Advent concert</h2>
<p>About 240 visitors heard our carols in December. Thank you!</p>
<h2>Summer concert</h2>
<p>We sing Fauré's Requiem in the barn of Hollis Farm on 28 June. Tickets are sold at the village
shop and by every singer from 1 May.</p>
<h2>Wanted</h2>
<p>We look for a second-hand music cupboard, at most 1.90 m high, and for two tenors.</p>
<h2>Congratulations</h2>
<p>Wanda Tull turned 70 on 8 February 2025. Hugh Sellers and Vera Stone were married on 22
March.</p>
</body></html>
"""
