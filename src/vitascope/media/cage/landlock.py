"""Landlock: no path in the file system, no TCP, nobody else's sockets and signals (Linux 5.13 and newer).

A second wall behind seccomp, made by another part of the kernel. The numbers are those of
``linux/landlock.h``.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

_CREATE, _RESTRICT = 444, 446
_ASK_VERSION = 1
_NO_NEW_PRIVILEGES = 38
_FILES = ((5, 16), (3, 15), (2, 14), (1, 13))
"""Since which version how many rights over files are known."""


def restrict() -> bool:
    """Give up every right there is a name for, for good; whether this system can do that.

    Holds for the calling thread and those it starts: to be called before there are others.
    """
    if sys.platform != "linux":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE, None, 0, _ASK_VERSION)
    if version < 1:
        return False
    rights = next((1 << count) - 1 for since, count in _FILES if version >= since)
    attributes = struct.pack("Q", rights)
    if version >= 4:
        attributes += struct.pack("Q", 3)  # bind and connect over TCP
    if version >= 6:
        attributes += struct.pack("Q", 3)  # abstract sockets and signals to outside
    rules = system.syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        return False
    try:
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(system.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)
