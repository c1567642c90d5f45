"""Texts as they are stored of items that are opened whole: rows, Markdown, code."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.events import TextForm

LEASE_HEADINGS = {"14. Upkeep of the exterior": 1, "15. Interior": 1}

_BUILDERS = ("Aldous & Sons", "Harbour Roofing", "North Gate Builders")
QUOTES = "\n".join(
    [
        *(
            f"Builder: {_BUILDERS[n % 3]}; Work: {n + 1} m of gutter, cast iron; "
            f"Price: {640 + 85 * n}.00; Weeks: {2 + n % 4}"
            for n in range(2000)
        ),
        "Scaffold",
        "Item: tower, 6 m; A week: 120.00",
        "Item: ladder; A week: 18.00",
    ]
)
MINUTES = """# Minutes of the meeting

Present: the landlord, the tenant and the surveyor.

## Decisions

- The **gutter** is renewed before winter, at the *landlord's* cost.
- Cement joints are raked out to `20 mm`.
  - The tenant is told two weeks before.

Kind of joint: lime; Depth: 20 mm; Who: mason
Kind of joint: cement; Depth: 0; Who: nobody

## How it was reckoned

```python
def moisture(readings):
    # percent
    return sum(readings) / len(readings)
```

<img src="file:///etc/hostname"> ![a picture](file:///etc/hostname) [a link](https://example.org)
"""
CODE = """def four():
    \"\"\"A pixel's share of the sky.\"\"\"

    return 206.265 * 4.5 / 1000  # a long line of a program is not broken, whatever the width of it

Name: this; Is: no table
Name: that; Is: none
"""
WHOLE: Mapping[int, tuple[str, TextForm, Mapping[str, int]]] = {
    5: (CODE, "code", {}),
    7: (QUOTES, "words", {}),
    11: (MINUTES, "markdown", {}),
}
