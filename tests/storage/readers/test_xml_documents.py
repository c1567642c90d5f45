"""Documents of publishers and archives in XML: articles, books, topics, editions."""

from __future__ import annotations

from pathlib import Path

from storage.readers.values import Section
from tests.storage.readers.documents import document


def last_headings(sections: tuple[Section, ...]) -> list[tuple[str, str]]:
    return [((s.locator.get("heading_path") or [""])[-1], s.text) for s in sections]


def test_an_article_keeps_its_parts_tables_powers_and_who_wrote_it(tmp_path: Path) -> None:
    found = document(
        tmp_path / "a.xml",
        """<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "jats.dtd">
        <article xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta>
        <journal-title-group><journal-title>Ropes</journal-title></journal-title-group>
        </journal-meta><article-meta><title-group><article-title>Chafing of <italic>lines</italic>
        </article-title></title-group><contrib-group><contrib contrib-type="author"><name>
        <surname>Holm</surname><given-names>Greta</given-names></name></contrib></contrib-group>
        <pub-date><day>3</day><month>5</month><year>2024</year></pub-date>
        <abstract><p>We measured 42&nbsp;lines.</p></abstract></article-meta></front>
        <body><sec><title>Methods</title><p>At 5 × 10<sup>3</sup> N<fn><p>newton</p></fn>.</p>
        <table-wrap><label>Table 1</label><caption><p>Loss</p></caption><table><thead><tr>
        <th>Material</th><th>Loss (%)</th></tr></thead><tbody><tr><td>Nylon</td><td>12</td></tr>
        <tr><td>HMPE</td><td>4</td></tr></tbody></table></table-wrap></sec></body>
        <back><ref-list><title>References</title><ref><label>1</label>
        <mixed-citation>Sand P. 2019.</mixed-citation></ref></ref-list></back></article>""",
    )
    assert found.title == "Chafing of lines"
    told = last_headings(found.sections)
    assert told[0][1].split("\n\n") == [
        "Chafing of lines",
        "Author: Greta Holm",
        "Journal: Ropes",
        "Date: 2024-05-03",
    ]
    assert told[1:] == [
        ("Abstract", "Abstract\n\nWe measured 42\u00a0lines."),
        ("Methods", "Methods\n\nAt 5 × 10³ N [newton] ."),
        ("Table 1 Loss", "Material: Nylon; Loss (%): 12\nMaterial: HMPE; Loss (%): 4"),
        ("References", "References\n\n1 Sand P. 2019."),
    ]


def test_a_book_keeps_lists_programs_and_cells_over_several_columns(tmp_path: Path) -> None:
    found = document(
        tmp_path / "a.xml",
        """<book xmlns="http://docbook.org/ns/docbook"><info><title>Manual</title></info>
        <chapter><title>Cranes</title><para>Lift <emphasis>12</emphasis> tonnes.</para>
        <orderedlist><listitem><para>Check brakes</para></listitem><listitem><para>Check hook</para>
        </listitem></orderedlist><variablelist><varlistentry><term>SWL</term><listitem>
        <para>safe load</para></listitem></varlistentry></variablelist>
        <programlisting>lift \\\n  --slow</programlisting>
        <table><title>Limits</title><tgroup cols="3"><colspec colname="a"/><colspec colname="b"/>
        <colspec colname="c"/><thead><row><entry morerows="1">Radius</entry>
        <entry namest="b" nameend="c">Load</entry></row><row><entry>Calm</entry><entry>Wind</entry>
        </row></thead><tbody><row><entry>10 m</entry><entry>12 t</entry><entry>9 t</entry></row>
        </tbody></tgroup></table></chapter></book>""",
    )
    assert found.title == "Manual"
    words, table = found.sections[1:]
    assert words.locator["heading_path"] == ["Manual", "Cranes"]
    assert words.text.split("\n\n") == [
        "Cranes", "Lift 12 tonnes.", "1. Check brakes", "2. Check hook", "SWL", "safe load",
        "lift \\\n  --slow",
    ]  # fmt: skip
    assert table.locator["heading_path"] == ["Manual", "Cranes", "Limits"]
    assert table.text == "Radius: 10 m; Load Calm: 12 t; Load Wind: 9 t"


def test_an_edition_keeps_its_verses_and_marked_names(tmp_path: Path) -> None:
    found = document(
        tmp_path / "a.xml",
        """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
        <title>Letters of the pilot</title></titleStmt></fileDesc></teiHeader><text><body><div>
        <head>Letter 1</head><p>Dear <persName>Ida</persName>, the storm of <date>4 March</date>
        broke the pier.</p><lg><l>The wind it blew</l><l>the sea it grew</l></lg></div></body>
        </text></TEI>""",
    )
    assert found.title == "Letters of the pilot"
    assert last_headings(found.sections)[1] == (
        "Letter 1",
        "Letter 1\n\nDear Ida, the storm of 4 March broke the pier.\n\nThe wind it blew\n\n"
        "the sea it grew",
    )


def test_what_is_not_well_formed_is_read_and_a_record_is_no_document(tmp_path: Path) -> None:
    broken = document(
        tmp_path / "a.xml",
        "<article><body><sec><title>Boats</title><p>Fees &amp; dues & more.</p>"
        '<p a="1" a="2">The end.</p></sec></body></article>',
    )
    assert "The end." in broken.sections[-1].text
    assert "<p" not in broken.sections[-1].text
    record = document(
        tmp_path / "b.xml", "<book id='7'><title>Boats</title><price>12.50</price></book>"
    )
    assert "price: 12.50" in record.sections[0].text
