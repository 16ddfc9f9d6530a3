"""A seccomp filter: which system calls a decoder has no need of (Linux, x86-64 and arm64).

It forbids opening, making, changing and removing files and what is kept about them, sockets, new processes,
signals to, looks into and the scheduling of other processes. Threads, memory and what is open already remain.
The program is classic BPF as in ``linux/filter.h``; the numbers are those of the kernel's own tables and
never change.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable
from dataclasses import dataclass

_LOAD, _EQUAL, _ABOVE, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
"""Offsets in ``struct seccomp_data``."""
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_X32 = 0x40000000
_CLONE_THREAD = 0x00010000
_NO_NEW_PRIVILEGES = 38
_FILTER, _ALL_THREADS = 1, 1


@dataclass(frozen=True)
class Calls:
    """Numbers of one architecture; ``denied`` are refused always, the others unless used plainly."""

    audit: int
    seccomp: int
    clone: int
    clone3: int
    prlimit: int
    tgkill: int
    denied: tuple[int, ...]


_BOTH = (
    *(424, 425, 426, 427, 434, 437, 438),  # pidfd_send_signal, io_uring, pidfd_open, openat2, pidfd_getfd
    *(440, 448, 452, 463, 466),  # process_madvise, process_mrelease, fchmodat2, setxattrat, removexattrat
    *(442, 469),  # mount_setattr, file_setattr
)
CALLS = {
    "x86_64": Calls(
        audit=0xC000003E,
        seccomp=317,
        clone=56,
        clone3=435,
        prlimit=302,
        tgkill=234,
        denied=(
            *_BOTH,
            *(2, 85, 257),  # open, creat, openat
            *(41, 42, 43, 49, 50, 53, 288),  # socket, connect, accept, bind, listen, socketpair, accept4
            *(57, 58, 59, 322),  # fork, vfork, execve, execveat
            *(62, 129, 200, 297),  # kill, rt_sigqueueinfo, tkill, rt_tgsigqueueinfo
            *(101, 310, 311),  # ptrace, process_vm_readv, process_vm_writev
            *(
                76,
                77,
                82,
                83,
                84,
                86,
                87,
                88,
            ),  # truncate, ftruncate, rename, mkdir, rmdir, link, unlink, symlink
            *(90, 91, 92, 93, 94, 133),  # chmod, fchmod, chown, fchown, lchown, mknod
            *(258, 259, 260, 263, 264, 265, 266, 268, 316),  # the same with a folder
            *(132, 235, 261, 280),  # utime, utimes, futimesat, utimensat
            *(188, 189, 190, 197, 198, 199),  # setxattr, removexattr, also of links and open files
            *(141, 142, 144, 203, 251, 314),  # setpriority, sched_set*, ioprio_set
            *(155, 161, 165, 166, 272, 308),  # pivot_root, chroot, mount, umount2, unshare, setns
            *(248, 249, 250, 298, 321, 323),  # keys, perf_event_open, bpf, userfaultfd
        ),
    ),
    "aarch64": Calls(
        audit=0xC00000B7,
        seccomp=277,
        clone=220,
        clone3=435,
        prlimit=261,
        tgkill=131,
        denied=(
            *_BOTH,
            56,  # openat
            *(
                198,
                199,
                200,
                201,
                202,
                203,
                242,
            ),  # socket, socketpair, bind, listen, accept, connect, accept4
            *(221, 281),  # execve, execveat
            *(129, 130, 138, 240),  # kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo
            *(117, 270, 271),  # ptrace, process_vm_readv, process_vm_writev
            *(33, 34, 35, 36, 37, 38, 45, 46, 52, 53, 54, 55, 276),  # files and folders
            *(5, 6, 7, 14, 15, 16, 88),  # setxattr, removexattr, also of links and open files; utimensat
            *(30, 118, 119, 122, 140, 274),  # ioprio_set, sched_set*, setpriority
            *(39, 40, 41, 51, 97, 268),  # umount2, mount, pivot_root, chroot, unshare, setns
            *(217, 218, 219, 241, 280, 282),  # keys, perf_event_open, bpf, userfaultfd
        ),
    ),
}


def deny() -> bool:
    """Forbid them for the whole process, for good; whether this system can do that."""
    calls = CALLS.get(platform.machine())
    if calls is None:
        return False
    system = ctypes.CDLL(None, use_errno=True)
    lines = _program(calls)
    code = ctypes.create_string_buffer(b"".join(lines))
    program = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(code))
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(system.syscall(calls.seccomp, _FILTER, _ALL_THREADS, program) == 0)


def _program(calls: Calls) -> list[bytes]:
    refused = _ERROR | errno.EPERM
    return [
        _line(_LOAD, _ARCHITECTURE),
        _line(_EQUAL, calls.audit, yes=1),
        _line(_RETURN, _KILL),
        _line(_LOAD, _NUMBER),
        *_if(_ABOVE, _X32, [_line(_RETURN, _KILL)]),
        *_if(_EQUAL, calls.clone3, [_line(_RETURN, _ERROR | errno.ENOSYS)]),  # then libc uses clone
        *_if(_EQUAL, calls.clone, _unless(_ANY_BIT, _CLONE_THREAD, refused)),
        *_if(_EQUAL, calls.prlimit, _unless(_EQUAL, 0, refused)),  # of itself only
        *_if(_EQUAL, calls.tgkill, _unless(_EQUAL, os.getpid(), refused)),  # abort() is its own end
        *(line for number in calls.denied for line in _if(_EQUAL, number, [_line(_RETURN, refused)])),
        _line(_RETURN, _ALLOW),
    ]


def _if(test: int, value: int, then: Iterable[bytes]) -> list[bytes]:
    lines = list(then)
    return [_line(test, value, no=len(lines)), *lines]


def _unless(test: int, value: int, refused: int) -> list[bytes]:
    """Allow a call whose first argument passes the test."""
    return [
        _line(_LOAD, _FIRST_ARGUMENT),
        _line(test, value, no=1),
        _line(_RETURN, _ALLOW),
        _line(_RETURN, refused),
    ]


def _line(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """One ``struct sock_filter``."""
    return struct.pack("HBBI", code, yes, no, value)
