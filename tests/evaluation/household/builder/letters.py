"""The household's written pages: letters, contracts, minutes, price lists; a recipe, a diary, a
manual. Paragraphs and tables stand here as data."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx

from tests.evaluation.archive.builder.packing import MADE, opendocument, packed_anew

Rows = list[tuple[str, ...]]
Block = str | Rows


def write_letters(folder: Path) -> None:
    for name, content in (
        ("house/insurance-letter-2025.docx", _word("Changes to your policy", "Northgate", INSURER)),
        ("house/roof-estimate-oakley.docx", _word("Estimate 2025/17", "Oakley", OAKLEY)),
        ("house/boiler-contract.txt", BOILER.encode()),
        ("house/dishwasher-manual.html", MANUAL.encode()),
        ("association/minutes-2024-03-12.docx", _word("Annual meeting 2024", "T. Hadley", AM_2024)),
        (
            "association/minutes-2024-10-08.odt",
            opendocument("Committee, Tuesday 8 October 2024", COMMITTEE),
        ),
        ("association/minutes-2025-03-11.docx", _word("Annual meeting 2025", "T. Hadley", AM_2025)),
        ("association/newsletter-spring-2025.html", NEWSLETTER.encode()),
        ("workshop/price-list-2024.docx", _word("Price list 2024", "M. Tarrant", PRICES_2024)),
        ("workshop/price-list-2025.docx", _word("Price list 2025", "B. Castell", PRICES_2025)),
        ("workshop/apprenticeship.docx", _word("Apprenticeship", "M. Tarrant", APPRENTICE)),
        ("family/brief-hanne.docx", _word("Brief", "Hanne Vogel", HANNE)),
        ("family/school-letter.odt", opendocument("Wexcombe School: trip of Year 7", SCHOOL)),
        ("family/loan-agreement.odt", opendocument("Loan between Ruth and Miriam", LOAN)),
        ("family/pepper-card.txt", PEPPER.encode()),
        ("family/plum-cake.txt", CAKE.encode()),
        ("travel/diary-brittany-2024.md", DIARY.encode()),
        ("travel/lettre-location.odt", opendocument("Location du 10 au 20 août 2024", PERRIN)),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _word(title: str, author: str, blocks: Sequence[Block]) -> bytes:
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, author, ""
    properties.created = properties.modified = MADE
    document.add_heading(title, 1)
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=len(block[0]))
        table.style = "Table Grid"
        for row in block:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return packed_anew(buffer.getvalue())


INSURER: list[Block] = [
    "Northgate Mutual, 20 January 2025",
    "Mr and Mrs Tarrant, 8 Harbour Rise, Wexcombe. Policy NM-20417-H.",
    "Dear Mr and Mrs Tarrant,",
    "your home contents policy renews on 1 March 2025. From that day these terms change:",
    "The premium rises to 341.80 pounds a year.",
    "The excess is 200 pounds for each claim.",
    "Bicycles are insured against theft for up to 900 pounds each.",
    "You may report a claim within 30 days.",
    "All other terms of your policy stay as they are.",
    "Yours sincerely, Fiona Keel, customer service",
]
OAKLEY: list[Block] = [
    "Oakley & Daughter, roofers, 10 February 2025, for Mr and Mrs Tarrant, 8 Harbour Rise",
    [
        ("Work", "Pounds, VAT included"),
        ("Back slope: strip, batten, tile", "4,520"),
        ("Gutters, zinc", "790"),
        ("Chimney: repair and lead", "430"),
        ("Sum", "5,740"),
    ],
    "Scaffolding is not in this sum; our partner charges 690 pounds for it.",
    "We can begin on 16 June 2025 at the earliest and need twelve working days.",
    "On our work we give a guarantee of fifteen years. The estimate holds until 31 May 2025.",
]
BOILER = """\
Pell Heating Ltd, service contract PH-318, with Joel Tarrant, 8 Harbour Rise, from 1 January 2022

1. We inspect the boiler once a year, in September.
2. The price is 118 pounds a year. Spare parts are charged separately.
3. If the heating fails we come within 24 hours, on Sundays too.
4. Radiators and pipes are not covered.
5. Either side may end the contract at the end of a calendar year, giving six weeks' notice.
"""
MANUAL = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Brunel DW-450: help</title></head>
<body>
<nav><a href="/">Brunel</a> <a href="/support">Support</a></nav>
<h1>Dishwasher DW-450</h1>
<h2>Programmes</h2>
<table>
<tr><th>Programme</th><th>Temperature</th><th>Minutes</th><th>Water</th></tr>
<tr><td>Eco</td><td>50 °C</td><td>195</td><td>9.5 litres</td></tr>
<tr><td>Quick</td><td>45 °C</td><td>35</td><td>11 litres</td></tr>
<tr><td>Intensive</td><td>70 °C</td><td>140</td><td>14 litres</td></tr>
<tr><td>Glass</td><td>40 °C</td><td>80</td><td>12 litres</td></tr>
</table>
<h2>Codes on the display</h2>
<ul>
<li>E1: no water comes in. Open the tap.</li>
<li>E4: the filter is clogged. Take it out and rinse it.</li>
<li>E7: the drain pump is blocked. Remove pieces of glass or bone.</li>
<li>E9: water in the base. Close the tap and call the service.</li>
</ul>
<h2>Care</h2>
<p>Refill the salt when its lamp lights up. Clean the spray arms twice a year. Cast iron, silver and
wooden handles do not belong in the machine.</p>
<h2>Guarantee</h2>
<p>Two years from the day of purchase; five years on the pump. The seal of the door is a wearing
part and is excluded.</p>
</body></html>
"""
AM_2024: list[Block] = [
    "Harbour Rise Residents' Association. Tuesday 12 March 2024, Scout Hut, 19:30 to 21:00. "
    "17 of 24 households are present. Chair: Sunita Rao. Minutes: Tom Hadley.",
    "1. Cash. Gordon Platt reports a balance of 1,284 pounds on 31 December 2023.",
    "2. Contribution. It is to rise from 30 to 36 pounds a year: 12 votes for, 4 against, one "
    "abstention. Carried.",
    "3. Speed bumps. The request to the council gets 8 votes, 9 are against. Rejected.",
    "4. Elections. Chair: Sunita Rao. Treasurer: Gordon Platt. Secretary: Tom Hadley.",
    "5. The street party will be on Saturday 6 July 2024.",
    "6. Joel Tarrant offers to grit the steps to the quay in winter.",
]
COMMITTEE = [
    "At Gordon Platt's, 2 Harbour Rise. Present: Sunita Rao, Gordon Platt, Miriam Tarrant as a "
    "guest. Excused: Tom Hadley.",
    "1. Street party of 6 July: 86 guests, a surplus of 143 pounds.",
    "2. Playground: the bench by Marlow Joinery costs 415 pounds and is ordered.",
    "3. Hedge: Tim Headley of number 14 has cut the hedge along the steps. The committee thanks "
    "him with a voucher of 20 pounds.",
    "4. Parking: the council offers permits at 45 pounds a year. The annual meeting is to decide.",
    "5. Lamp at the steps: out of order since August. Sunita Rao writes to the council.",
]
AM_2025: list[Block] = [
    "Harbour Rise Residents' Association. Tuesday 11 March 2025, Scout Hut, 19:30 to 21:20. "
    "15 of 24 households are present. Chair: Sunita Rao. Minutes: Tom Hadley.",
    "1. Cash. Gordon Platt reports a balance of 1,167 pounds on 31 December 2024.",
    "2. Contribution. It stays at 36 pounds a year.",
    "3. Parking permits. 9 votes for, 6 against. Carried; they come in September.",
    "4. Speed bumps. This time 10 votes for, 5 against. The association will ask the council.",
    "5. Elections. Gordon Platt lays down the office of treasurer after eleven years. Tim Headley "
    "is elected treasurer with 14 votes and one abstention.",
    "6. Street party: Saturday 5 July 2025, from 15:00. The band Low Tide plays for 250 pounds. "
    "Mrs. Amory of number 6 collects the salads.",
    "7. Next annual meeting: Tuesday 10 March 2026.",
]
NEWSLETTER = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Harbour Rise News, spring 2025</title></head>
<body>
<h1>Harbour Rise News, spring 2025</h1>
<h2>From the annual meeting</h2>
<p>19 households came to the Scout Hut on 11 March. Tim Headley keeps our money now. Thank you,
Gordon!</p>
<h2>New bench</h2>
<p>Since February one can sit by the swings again. The bench cost 451 pounds.</p>
<h2>Street party</h2>
<p>Keep Saturday 5 July free. We begin at 14:00. Cars must be out of the road by noon.</p>
<h2>Books</h2>
<p>At number 11 stands a box with books to take and to give.</p>
<h2>Lost</h2>
<p>A green child's scooter, last seen at the steps. Ring the Hadleys, number 4.</p>
<footer>Put together by Tom Hadley, April 2025</footer>
</body></html>
"""
PRICES_2024: list[Block] = [
    "Tarrant Upholstery, 12 Quay Street, Wexcombe. Valid from 1 January 2024.",
    [
        ("Piece", "Pounds"),
        ("Dining chair, seat only", "65"),
        ("Dining chair, seat and back", "110"),
        ("Armchair", "480"),
        ("Wing chair", "620"),
        ("Sofa, two seats", "890"),
        ("Footstool", "95"),
        ("Work by the hour", "38"),
    ],
    "Fabric is charged on top. We collect and deliver free of charge within ten miles.",
]
PRICES_2025: list[Block] = [
    "Tarrant Upholstery, 12 Quay Street, Wexcombe. Valid from 1 February 2025.",
    [
        ("Piece", "Pounds"),
        ("Dining chair, seat only", "72"),
        ("Dining chair, seat and back", "118"),
        ("Armchair", "520"),
        ("Wing chair", "665"),
        ("Sofa, two seats", "890"),
        ("Footstool", "95"),
        ("Work by the hour", "42"),
    ],
    "Fabric is charged on top. Collecting and delivering costs 25 pounds within ten miles.",
]
APPRENTICE: list[Block] = [
    "between Tarrant Upholstery, Miriam Tarrant, and Lena Fisk, born on 9 August 2006.",
    "The apprenticeship begins on 2 September 2024 and lasts three years. The first three months "
    "are a trial period.",
    "The working week has 35 hours. On Wednesdays in term Lena Fisk attends the college in "
    "Aldmouth.",
    [
        ("Year", "Pay a month in pounds"),
        ("First", "980"),
        ("Second", "1,120"),
        ("Third", "1,290"),
    ],
    "Holiday: 24 days a year. Overtime is made up in free time; it is not paid.",
    "In the absence of Miriam Tarrant, Bruno Castell gives the instructions.",
    "The workshop lends the tools. The fare to the college is not refunded.",
]
HANNE: list[Block] = [
    "Lübeck, den 18. Mai 2025",
    "Liebe Miriam,",
    "danke für die Einladung! Ich komme am Samstag, dem 2. August, um 16:42 Uhr mit dem Zug in "
    "Wexcombe an und bleibe zwölf Tage. Holt mich bitte jemand ab? Mit dem Koffer und der "
    "Hutschachtel schaffe ich den Berg nicht mehr.",
    "Fiete bleibt hier bei Frau Petersen. Ein Hund und eure Katze, das ginge nicht gut.",
    "Omas Sessel soll also wirklich neu bezogen werden! Großvater hat ihn ihr 1928 zur Hochzeit "
    "gekauft, in der Hüxstraße. Nimm bitte keinen Samt, sie mochte Samt nie.",
    "Nüsse vertrage ich nicht mehr, sag das auch Joel, der immer so gern bäckt. Großvaters "
    "Rezeptbuch bringe ich mit.",
    "An deinem Geburtstag rufe ich an. Grüß Ruth und die Kinder.",
    "Deine Tante Hanne",
]
SCHOOL = [
    "Wexcombe School, 5 February 2025",
    "Dear parents of Year 7,",
    "on Wednesday 14 May 2025 the three classes go to the Marlock Caves. The coach leaves at 8:15 "
    "and is back at about 17:30.",
    "The trip costs 32 pounds. Please pay by 21 March. For families who need it there is a fund; "
    "a word to the office is enough.",
    "Children need a waterproof jacket, firm shoes and a packed lunch. It is 9 degrees in the "
    "caves, in summer too. Phones stay at home.",
    "Mr Osei and Ms Tully accompany the children. Questions: Mr Osei, 01632 960 533.",
]
LOAN = [
    "Ruth Vogel lends her daughter Miriam Tarrant 4,500 pounds for the workshop's van. The money "
    "was paid out on 1 June 2023.",
    "No interest is asked.",
    "Miriam pays back 125 pounds on the first of every month, for the first time on 1 July 2023.",
    "In a month with no income she may leave out a payment; it then follows at the end.",
    "If Ruth dies before the loan is paid back, the rest is counted towards Miriam's inheritance.",
    "Wexcombe, 28 May 2023. Ruth Vogel, Miriam Tarrant. Witness: Bruno Castell",
]
PEPPER = """\
Pepper - tabby cat, female, born April 2018
Vet: Dr. Rowe, 3 Quarry Street, Wexcombe, 01632 960 119
Chip: 985 112 004 417 802

Date         Weight    What
2022-06-14   3.9 kg    vaccination
2023-06-12   4.1 kg    vaccination, teeth cleaned
2024-06-18   4.6 kg    vaccination; should eat less
2024-11-02   4.4 kg    bitten left ear, six stitches, antibiotic for ten days

No penicillin: she reacted badly in 2021.
Next vaccination: June 2025
"""
CAKE = """\
Plum cake (from Ruth)

1 kg plums
300 g flour
20 g fresh yeast
150 ml milk
60 g sugar
50 g butter
1 egg
a pinch of salt

Knead everything but the plums, let it rise for 45 minutes. Roll out on a tray, stone the plums and
set them close together. Bake at 190 degrees for 35 minutes. Sugar goes on only afterwards.
Enough for twelve pieces.
"""
DIARY = """\
# Brittany, August 2024

## Saturday 10 August
Off the ship at eight. Jonah was seasick, Edie not at all. Got the keys at the bakery; Madame Perrin
came at six with a bag of tomatoes. The stove has only two rings that work.

## Monday 12 August
Market in Plouvenec. Joel bought an oyster knife for 14 euros and cut his thumb with it at once.

## Wednesday 14 August
By bicycle along the canal, 31 kilometres. Edie had a flat tyre by the third lock. Rain from four.

## Friday 16 August
To the lighthouse at Pen Arvor: 227 steps. Jonah counted 225 and will not hear otherwise.

## Saturday 17 August
Miriam found three metres of old striped ticking at a flea market, 9 euros.

## Monday 19 August
Last swim, the water 18 degrees. Packed. The broken blue bowl: we left 10 euros for it.

## Tuesday 20 August
Back on the ship at a quarter past three. The children want to come again. We want a house with four
rings.
"""
PERRIN = [
    "Plouvenec, le 3 mars 2024",
    "Chère Madame, cher Monsieur,",
    "je vous confirme la location de la maison, 6 rue des Ajoncs, du samedi 10 au mardi 20 août "
    "2024. Le prix est de 780 euros pour les dix nuits. Le ménage de fin de séjour coûte 60 euros "
    "en plus.",
    "Je vous prie de verser des arrhes de 200 euros avant le 31 mars. La caution de 300 euros se "
    "paie sur place.",
    "La maison est libre à partir de 16 heures. Vous trouverez les clés à la boulangerie, au coin "
    "de la rue. Le départ se fait avant 10 heures.",
    "Les draps ne sont pas fournis. Les animaux ne sont pas admis. Il y a quatre bicyclettes dans "
    "la remise.",
    "Bien cordialement, Odile Perrin",
]
