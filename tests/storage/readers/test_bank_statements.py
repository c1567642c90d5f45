from __future__ import annotations

from pathlib import Path

import pytest

from storage.readers.reading import read
from storage.readers.values import TextDocument

OFX = """OFXHEADER:100
DATA:OFXSGML
ENCODING:USASCII

<OFX><SIGNONMSGSRSV1><SONRS><FI><ORG>Harbour Bank</FI></SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>0042177</BANKACCTFROM>
<BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20240314120000[0:GMT]<TRNAMT>-42.50<FITID>1<NAME>Books &amp; Maps
<MEMO>Chart of the sound</STMTTRN>
<STMTTRN>
<TRNTYPE>CREDIT
<DTPOSTED>20240401
<TRNAMT>1200.00
<FITID>2
<NAME>Ferry company
</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>2310.20<DTASOF>20240401</LEDGERBAL></STMTRS></STMTTRNRS>
</BANKMSGSRSV1></OFX>
"""
XML_OFX = (
    '<?xml version="1.0"?><?OFX OFXHEADER="200"?><OFX><BANKMSGSRSV1><CURDEF>GBP</CURDEF>'
    "<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20240502</DTPOSTED>"
    "<TRNAMT>-9.99</TRNAMT><NAME>Chandler</NAME></STMTTRN></BANKTRANLIST></BANKMSGSRSV1></OFX>"
)
QIF = """!Account
NJoint account
TBank
^
!Type:Bank
D3/14'24
T-42.50
PBooks & Maps
MChart
LLeisure
^
D4/1'24
U1,200.00
T1,200.00
PFerry company
^
"""
MT940 = """:20:STARTUMS
:25:20070000/0004217700
:28C:1/1
:60F:C240301EUR1000,00
:61:2403140314D42,50NMSCNONREF
:86:105?00LASTSCHRIFT?20SEEKARTE?21 SUND?32Buch?33handlung
:61:2404010401C1200,NTRFNONREF
:86:Wages of March
:62F:C240401EUR2157,50
-
"""


def lines(folder: Path, name: str, text: str) -> list[str]:
    file = folder / name
    file.write_text(text, "utf-8", newline="")
    value = read(file)
    assert isinstance(value, TextDocument)
    return "\n".join(section.text for section in value.sections).splitlines()


def test_entries_of_ofx_are_rows_below_what_is_said_of_the_account(tmp_path: Path) -> None:
    said = lines(tmp_path, "statement.ofx", OFX)
    assert said[:3] == ["Bank: Harbour Bank", "Account: 0042177", "Balance: 2310.20 EUR"]
    assert (
        "Date: 2024-03-14; Amount: -42.50; Payee: Books & Maps; Memo: Chart of the sound; "
        "Type: DEBIT; Currency: EUR" in said
    )
    assert any(
        line.startswith("Date: 2024-04-01; Amount: 1200.00; Payee: Ferry company") for line in said
    )


def test_ofx_as_xml_is_read_alike(tmp_path: Path) -> None:
    said = lines(tmp_path, "statement.qfx", XML_OFX)
    assert "Date: 2024-05-02; Amount: -9.99; Payee: Chandler; Type: DEBIT; Currency: GBP" in said


def test_entries_of_qif_have_the_days_that_the_file_itself_makes_plain(tmp_path: Path) -> None:
    said = lines(tmp_path, "statement.qif", QIF)
    assert "Account: Joint account" in said
    assert (
        "Date: 2024-03-14; Amount: -42.50; Payee: Books & Maps; Memo: Chart; Category: Leisure"
        in said
    )
    assert "Date: 2024-04-01; Amount: 1,200.00; Payee: Ferry company" in said


def test_a_day_that_may_be_a_month_stays_as_it_is_written(tmp_path: Path) -> None:
    said = lines(tmp_path, "statement.qif", "!Type:Bank\nD3/4/2024\nT-1.00\nPKiosk\n^\n")
    assert "Date: 3/4/2024; Amount: -1.00; Payee: Kiosk" in said


def test_entries_of_mt940_have_their_purpose_and_their_sign(tmp_path: Path) -> None:
    said = lines(tmp_path, "statement.sta", MT940)
    assert "Account: 20070000/0004217700" in said
    assert "Balance after: 2157,50 EUR (2024-04-01)" in said
    assert (
        "Date: 2024-03-14; Amount: -42,50; Payee: Buchhandlung; Memo: SEEKARTE SUND; Currency: EUR"
        in said
    )
    assert any(
        "Date: 2024-04-01; Amount: 1200," in line and "Wages of March" in line for line in said
    )


@pytest.mark.parametrize("name", ["broken.ofx", "broken.qif", "broken.sta"])
def test_what_is_no_statement_is_read_as_text(tmp_path: Path, name: str) -> None:
    assert lines(tmp_path, name, "Only a note about the bank.\n") == ["Only a note about the bank."]
