"""How much of a file is read at most. A file beyond a cap is cut and says so, or is refused."""

from __future__ import annotations

MAX_TEXT_CHARS = 20_000_000  # of one file, all sections together
MAX_TEXT_BYTES = 80_000_000  # read from a file of plain text, before decoding
MAX_HTML_BYTES = 32_000_000  # a parsed tree takes about ten times its source
MAX_SECTIONS = 100_000
MAX_PAGES = 20_000
MAX_CELLS = 2_000_000  # of one workbook
MAX_METADATA_KEYS = 64
MAX_METADATA_CHARS = 2_000  # of one value

MAX_ARCHIVE_MEMBERS = 50_000
MAX_ARCHIVE_BYTES = 1_000_000_000  # all members together, unpacked
MAX_MEMBER_BYTES = 150_000_000  # one member of XML or HTML, unpacked
MAX_ARCHIVE_RATIO = 200  # unpacked to packed, from `RATIO_FLOOR_BYTES` on
RATIO_FLOOR_BYTES = 50_000_000

MAX_MEMBERS = 20_000  # files in one archive, messages in one mailbox
MAX_MEMBER_FILE_BYTES = 300_000_000  # of one of them, unpacked

MAX_PIXELS = 300_000_000  # of a picture as it would be decoded
MAX_RENDER_PIXELS = 40_000_000  # of a rendered page
