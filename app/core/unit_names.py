"""What stands behind (or before) a number: magnitudes, currencies, and units by name."""

from __future__ import annotations

from app.core import cldr

MAGNITUDES = {
    "k": 3, "tsd": 3, "thousand": 3, "tausend": 3, "mille": 3, "mil": 3, "duizend": 3, "тыс": 3,
    "тысяч": 3, "тысячи": 3, "тысяча": 3, "mio": 6, "mln": 6, "million": 6, "millions": 6,
    "millionen": 6, "millon": 6, "millones": 6, "milioni": 6, "milione": 6, "miljoen": 6,
    "milhoes": 6, "млн": 6, "миллион": 6, "миллиона": 6, "миллионов": 6, "εκατομμυρια": 6,
    "mrd": 9, "mld": 9, "bn": 9, "milliard": 9, "milliards": 9, "milliarde": 9, "milliarden": 9,
    "miliardi": 9, "billion": 9, "billions": 9, "миллиард": 9, "миллиарда": 9, "миллиардов": 9,
    "млрд": 9, "billionen": 12, "trillion": 12, "trillions": 12,
    "万": 4, "萬": 4, "億": 8, "亿": 8, "千": 3, "百": 2, "만": 4, "억": 8,
    "مليون": 6, "ألف": 3, "مليار": 9,
}  # fmt: skip
MAGNITUDES = {cldr.plain(name): power for name, power in MAGNITUDES.items()}
CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "ευρω": "EUR", "евро": "EUR",
    "欧元": "EUR", "歐元": "EUR", "ユーロ": "EUR", "يورو": "EUR", "유로": "EUR",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "pfund": "GBP", "英镑": "GBP",
    "$": "$", "us$": "USD", "usd": "USD", "dollar": "$", "dollars": "$", "dolar": "$",
    "dolares": "$", "доллар": "$", "доллара": "$", "долларов": "$", "美元": "USD", "ドル": "$",
    "δολαρια": "$", "دولار": "$", "cad": "CAD", "aud": "AUD",
    "¥": "¥", "円": "JPY", "jpy": "JPY", "yen": "JPY", "元": "CNY", "人民币": "CNY", "cny": "CNY",
    "rmb": "CNY", "yuan": "CNY", "₽": "RUB", "руб": "RUB", "рубль": "RUB", "рубля": "RUB",
    "рублей": "RUB", "rub": "RUB", "chf": "CHF", "franken": "CHF", "kr": "kr", "kronen": "kr",
    "kronor": "kr", "kroner": "kr", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "zł": "PLN",
    "zl": "PLN", "pln": "PLN", "zloty": "PLN", "₩": "KRW", "원": "KRW", "₹": "INR", "inr": "INR",
    "cent": "cent", "cents": "cent", "centimes": "cent", "pence": "pence",
}  # fmt: skip
CURRENCIES = {cldr.plain(name): currency for name, currency in CURRENCIES.items()}
# What a sign may stand for; "kr" and "$" without a country agree with each of theirs.
SHARED_SIGNS = {
    "$": {"USD", "CAD", "AUD"}, "kr": {"SEK", "NOK", "DKK"}, "¥": {"JPY", "CNY"},
}  # fmt: skip


def is_unit(name: str) -> bool:
    plain = cldr.plain(name)
    return name in cldr.cased_units() or plain in cldr.units() or plain in CURRENCIES


def power_of(name: str, *, joined: bool = False) -> int:
    """Of ten. A K is a thousand where it is `joined` to its number: "64K", but not "300 K"."""
    return 0 if name == "K" and not joined else MAGNITUDES.get(cldr.plain(name), 0)
