"""The command line with standard input as its controlling terminal, as in a user's shell."""

from __future__ import annotations

import fcntl
import sys
import termios

from app.__main__ import main

if __name__ == "__main__":
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    sys.exit(main())
