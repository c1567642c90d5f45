"""The household's mails: in Spanish, in HTML and plain, with an attachment; a mailbox."""

from __future__ import annotations

import email.message
import email.policy
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mail:
    sender: str
    to: str
    date: str
    subject: str
    body: str
    html: str = ""
    attachment: tuple[str, str] | None = None  # name, comma-separated text


def write_mails(folder: Path) -> None:
    for name, content in (
        ("workshop/tejidos-robles.eml", _message(ROBLES).as_bytes()),
        ("workshop/heron-hotel.eml", _message(HERON).as_bytes()),
        ("association/street-party.eml", _message(PARTY).as_bytes()),
        ("travel/ferry-booking.eml", _message(FERRY).as_bytes()),
        ("family/messages.mbox", _mailbox(MESSAGES)),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


_WORKSHOP = "Tarrant Upholstery <workshop@tarrant-upholstery.example>"
_MIRIAM = "Miriam Tarrant <miriam@tarrant.example>"
_JOEL = "Joel Tarrant <joel@tarrant.example>"

ROBLES = Mail(
    "Ignacio Robles <ignacio@tejidosrobles.example>",
    _WORKSHOP,
    "Tue, 6 May 2025 10:14:00 +0200",
    "Su pedido de Duna",
    "Estimada señora Tarrant:\n\nLamento decirle que su pedido de 40 metros de Duna, color arena, "
    "no llegará el 9 de mayo, sino el 23 de mayo. El telar estuvo parado dos semanas.\n\nA partir "
    "del 1 de junio el metro de Duna costará 37,50 euros en lugar de 35,20 euros. El precio de "
    "Alba no cambia. El pedido mínimo sigue siendo de 20 metros; las muestras son "
    "gratuitas.\n\nDel 11 al 22 de agosto la fábrica está cerrada por vacaciones.\n\nUn cordial "
    "saludo,\nIgnacio Robles\n",
)
HERON = Mail(
    "Paula Dent, Heron Hotel <paula.dent@heronhotel.example>",
    _WORKSHOP,
    "Wed, 2 Apr 2025 16:31:00 +0100",
    "Chairs and sofas",
    "Dear Miriam,\n\nthe chairs look splendid in the breakfast room. Only two of the twelve "
    "wobble; could you fetch them on Tuesday 8 April?\n\nOne more thing: in January you quoted us "
    "110 pounds a chair, and the invoice says 118. Please have a look.\n\nAnd we order the two "
    "sofas for the lounge: in slate blue, not in moss green like the chairs. Deliveries come to "
    "the back entrance in Ferry Lane, between 10 and 12.\n\nBest wishes,\nPaula Dent\n",
    html="<html><body><p>Dear Miriam,</p><p>the chairs look splendid in the breakfast room. Only "
    "<b>two of the twelve</b> wobble; could you fetch them on Tuesday 8 April?</p><p>One more "
    "thing: in January you quoted us 110 pounds a chair, and the invoice says 118. Please have a "
    "look.</p><p>And we order the two sofas for the lounge: in <i>slate blue</i>, not in moss "
    "green like the chairs. Deliveries come to the back entrance in Ferry Lane, between 10 and "
    "12.</p><p>Best wishes,<br>Paula Dent</p></body></html>\n",
)
PARTY = Mail(
    "Sunita Rao <sunita.rao@harbour-rise.example>",
    "Harbour Rise <all@harbour-rise.example>",
    "Fri, 20 Jun 2025 20:05:00 +0100",
    "Street party: the last news",
    "Dear neighbours,\n\nthe band comes later than planned, so the street party on 5 July starts "
    "at 16:00. Low Tide plays from five.\n\nPlease bring your own chairs and plates. Tim Headley "
    "takes 4 pounds from every adult; children eat free. If it rains we go to the Scout "
    "Hut.\n\nThe road is closed from noon to 23:00.\n\nSunita\n",
)
FERRY = Mail(
    "Channel Wave Lines <booking@channelwave.example>",
    _JOEL,
    "Sun, 14 Jan 2024 11:02:00 +0000",
    "Your booking CW-58213",
    "Thank you for your booking CW-58213.\n\nOut: Friday 9 August 2024, 22:30 from Portsea, "
    "arrival Saturday 10 August, 8:00. Cabin 8214 with four beds, deck 8.\nBack: Tuesday 20 "
    "August 2024, 15:15, arrival 21:40. No cabin.\n\nOne car up to 1.85 m in height with a "
    "carrier for four bicycles. Check-in closes 60 minutes before sailing.\n\nUp to 30 days "
    "before sailing you can cancel for 40 pounds; after that the fare is lost. The fares are "
    "attached.\n",
    attachment=(
        "fares.csv",
        "Item,Pounds\nCar and four persons out and back,412.00\nCabin out,96.00\n"
        "Bicycle carrier,20.00\nTotal,528.00\n",
    ),
)
MESSAGES = (
    Mail(
        _JOEL,
        _MIRIAM,
        "Fri, 14 Feb 2025 21:40:00 +0000",
        "Roof",
        "I have read both estimates twice. Let us take Harmer: they are done sooner, and Oakley "
        "wants the scaffolding on top. The chimney can wait another year. I sign on "
        "Monday.\n\nJoel\n",
    ),
    Mail(
        "Bruno Castell <bruno@tarrant-upholstery.example>",
        _MIRIAM,
        "Mon, 5 May 2025 07:20:00 +0100",
        "Holidays, and foam",
        "Hello Miriam,\n\nI would be away from 14 to 25 July. Lena can open the shop, she knows "
        "the alarm.\n\nThe foam for the Headley sofa has to be 8 cm, not 10 as on the "
        "slip.\n\nBruno\n",
    ),
    Mail(
        "Edie Tarrant <edie@tarrant.example>",
        _MIRIAM,
        "Mon, 26 May 2025 18:12:00 +0100",
        "exams",
        "maths is on thursday 12 june at 9 in the gym, geography a week later. i need a calculator "
        "without graphs, mine is not allowed. staying at mina's till sunday. xx e\n",
    ),
    Mail(
        _MIRIAM,
        _JOEL,
        "Tue, 27 May 2025 22:01:00 +0100",
        "Summer plan",
        "Here is the plan for the summer. The workshop closes for two weeks. Can you take Jonah to "
        "the sailing camp? It costs 185 pounds and begins on Monday 21 July at ten.\n\nM.\n",
        attachment=(
            "summer-plan.csv",
            "Week from,Edie,Jonah,Workshop\n21 July,home,sailing camp,Bruno away\n"
            "28 July,at Mina's,home,open\n4 August,home with Hanne,home with Hanne,open\n"
            "11 August,home,home,closed\n18 August,home,cricket course,closed\n",
        ),
    ),
    Mail(
        "Practice of Dr. Lowe <desk@drlowe.example>",
        _JOEL,
        "Tue, 3 Jun 2025 09:00:00 +0100",
        "Appointment for Jonah",
        "Jonah's next appointment is on Tuesday 17 June 2025 at 15:10. If you cannot come, tell us "
        "a day before; otherwise we charge 20 pounds.\n\nPractice of Dr. Lowe, dentist, 30 Quay "
        "Street\n",
    ),
)


def _message(mail: Mail) -> email.message.EmailMessage:
    message = email.message.EmailMessage(policy=email.policy.SMTP.clone(linesep="\n"))
    message["From"], message["To"] = mail.sender, mail.to
    message["Date"], message["Subject"] = mail.date, mail.subject
    message.set_content(mail.body, charset="utf-8", cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    if mail.attachment:
        name, text = mail.attachment
        message.add_attachment(text, subtype="csv", filename=name)
    if message.is_multipart():
        message.set_boundary("harbour-rise-parts")
    return message


def _mailbox(mails: tuple[Mail, ...]) -> bytes:
    parts = []
    for mail in mails:
        address = mail.sender.split("<")[1].rstrip(">")
        day, number, month, year, time, _ = mail.date.replace(",", "").split()
        line = f"From {address} {day} {month} {number.rjust(2)} {time} {year}\n"
        parts.append(line.encode() + _message(mail).as_bytes())
    return b"\n".join(parts)
