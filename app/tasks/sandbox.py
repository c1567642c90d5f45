"""A reader without rights, where the kernel can take them away (Linux: Landlock and seccomp).

After `close_in` this process, its native code too, can read the program's own code and nothing
else on disk, write nothing, open no socket, start no program, look into no other process. A file to
be read comes as an open descriptor (see `storage.readers.opening.hand_over`).

landlock(7), seccomp(2), Documentation/userspace-api/landlock.rst. Elsewhere it returns "": on
Windows the job object and on macOS the limits are what there is."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_PR_SET_SECCOMP, _SECCOMP_FILTER, _PR_SET_NO_NEW_PRIVS = 22, 2, 38

_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
# How many rights over files each version of Landlock knows, from the first on.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NET_RIGHTS = 0b11  # bind and connect of TCP, from version 4 on
_SCOPES = 0b11  # abstract sockets and signals to other processes, from version 6 on

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# socket, connect, accept, bind, listen, accept4, socketpair; execve, execveat; ptrace,
# process_vm_readv and _writev; kill, tkill, pidfd_send_signal, pidfd_getfd, pidfd_open; fork,
# vfork; mount, umount2, chroot, pivot_root, setns, unshare; bpf, perf_event_open, userfaultfd,
# keyctl, add_key, request_key, io_uring_setup, open_by_handle_at, kexec_load, init_module.
_REFUSED = {
    "x86_64": (
        *(41, 42, 43, 49, 50, 288, 53, 59, 322, 101, 310, 311, 62, 200, 424, 438, 434, 57, 58),
        *(165, 166, 161, 155, 308, 272, 321, 298, 323, 250, 248, 249, 425, 304, 246, 175),
    ),
    "aarch64": (
        *(198, 203, 202, 200, 201, 242, 199, 221, 281, 117, 270, 271, 129, 130, 424, 438, 434),
        *(40, 39, 51, 41, 268, 97, 280, 241, 282, 219, 217, 218, 425, 265, 104, 105),
    ),
}
# clone without CLONE_THREAD makes a process; clone3 hides its flags, so the C library is told that
# there is none and takes clone; tgkill may only reach threads of this process.
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3, _TGKILL = 435, {"x86_64": 234, "aarch64": 131}
_CLONE_THREAD = 0x0001_0000

# Beside the program itself: what the C library, NumPy and the decoders look at.
_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/fonts",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
)


def close_in(code: Iterable[Path] = ()) -> str:
    """Give up all rights but reading the program's code; returns what holds, such as
    "landlock 7, seccomp", or "" where the kernel has neither. It cannot be undone."""
    if not sys.platform.startswith("linux"):
        return ""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return ""
    held = [_landlock(libc, [*_program(), *code, *map(Path, _SYSTEM)]), _seccomp(libc)]
    return ", ".join(part for part in held if part)


def landlock_version() -> int:
    """The version that this kernel has; 0 where it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    return max(0, int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION_FLAG)))


def _program() -> list[Path]:
    """The interpreter, its libraries and what is imported from."""
    roots = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.exec_prefix)}
    return [*roots, *(Path(entry) for entry in sys.path if entry)]


class _RulesetAttr(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def _landlock(libc: ctypes.CDLL, readable: Sequence[Path]) -> str:
    version = landlock_version()
    if version < 1:
        return ""
    rights = (1 << _FILE_RIGHTS[min(version, max(_FILE_RIGHTS))]) - 1
    attr = _RulesetAttr(rights, _NET_RIGHTS if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(attr), ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return ""
    try:
        for path in dict.fromkeys(readable):
            _allow_reading(libc, ruleset, path)
        if libc.syscall(_RESTRICT_SELF, ruleset, 0) != 0:
            return ""
    finally:
        os.close(ruleset)
    return f"landlock {version}"


def _allow_reading(libc: ctypes.CDLL, ruleset: int, path: Path) -> None:
    try:
        opened = os.open(path, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = _READ_FILE | (_READ_DIR if path.is_dir() else 0)
        rule = _PathBeneathAttr(allowed, opened)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(opened)


# --- seccomp: a small program for the kernel's filter, eight bytes an instruction -----------------

_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_ANY_BIT, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _REFUSE, _NO_SUCH_CALL, _KILL = 0x7FFF_0000, 0x0005_0001, 0x0005_0026, 0x8000_0000
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data; low half of the first
_X32 = 0x4000_0000


def filter_program(machine: str, process_id: int) -> bytes:
    """The filter as an array of struct sock_filter: code, jumps, constant."""
    rows: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCH),
        (_JUMP_IF_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        rows += [(_JUMP_IF_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _REFUSE)]
    for number in _REFUSED[machine]:
        rows += [(_JUMP_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    rows += [(_JUMP_IF_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _NO_SUCH_CALL)]
    rows += [
        (_JUMP_IF_EQUAL, 0, 4, _CLONE[machine]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_IF_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
        (_JUMP_IF_EQUAL, 0, 4, _TGKILL[machine]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_IF_EQUAL, 1, 0, process_id),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *row) for row in rows)


def _seccomp(libc: ctypes.CDLL) -> str:
    machine = platform.machine()
    if machine not in _REFUSED:
        return ""
    program = filter_program(machine, os.getpid())

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("rows", ctypes.c_char_p))

    given = Program(len(program) // 8, program)
    done = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, ctypes.byref(given), 0, 0)
    return "seccomp" if done == 0 else ""
