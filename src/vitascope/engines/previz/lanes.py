"""Several numbers in one instruction, for kernels: written out where the compiler does not see it by itself.

Each function here is a piece of code for the compiler and can be called by kernels alone. Arrays are
``float32`` and contiguous; nothing checks that they are long enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numba
from numba.core import cgutils as _cgutils
from numba.core import types as _types
from numba.np import arrayobj as _arrayobj

# numba's inner modules have no types.
_llvm: Any = cast("Any", _cgutils).ir
_kinds: Any = _types
_arrays: Any = _arrayobj

_REAL: Any = _kinds.float32
_FLOAT: Any = _llvm.FloatType()
_WORD: Any = _llvm.IntType(32)

_LINE = 16
"""Numbers in a line of the cache."""


def _code(function: Callable[..., Any]) -> Any:
    """What a kernel calls is a function's types, and the code that the function writes."""
    return cast("Any", numba).extending.intrinsic(function)


def _at(context: Any, builder: Any, kind: Any, array: Any, index: Any) -> Any:
    """A pointer to element ``index`` of an array."""
    data = _arrays.make_array(kind)(context, builder, array).data
    return builder.gep(data, [index], source_etype=_FLOAT)


def _place(builder: Any, pointer: Any, first: int, kind: Any) -> Any:
    """A pointer to a vector, ``first`` numbers behind another."""
    start = builder.gep(pointer, [_llvm.Constant(_WORD, first)], source_etype=_FLOAT)
    return builder.bitcast(start, kind.as_pointer())


def _taken(builder: Any, pointer: Any, first: int, count: int) -> Any:
    """A vector of ``count`` numbers, ``first`` behind the pointer."""
    kind = _llvm.VectorType(_FLOAT, count)
    return builder.load(_place(builder, pointer, first, kind), align=4, typ=kind)


def _kept(builder: Any, vector: Any, pointer: Any, first: int) -> None:
    """Write a vector ``first`` numbers behind the pointer."""
    builder.store(vector, _place(builder, pointer, first, vector.type), align=4)


def _filled(builder: Any, value: Any, count: int) -> Any:
    """A vector of one number."""
    kind = _llvm.VectorType(value.type, count)
    none = _llvm.Constant(kind, _llvm.Undefined)
    one = builder.insert_element(none, value, _llvm.Constant(_WORD, 0))
    mask = _llvm.Constant(_llvm.VectorType(_WORD, count), [0] * count)
    return builder.shuffle_vector(one, none, mask)


def _toward(builder: Any, ends: Sequence[Any], share: Any) -> Any:
    """From one of two vectors to the other."""
    one, two = ends
    return builder.fadd(one, builder.fmul(builder.fsub(two, one), share))


def _bilinear(
    context: Any, builder: Any, texels: tuple[Any, Any], numbers: Sequence[Any], shares: Sequence[Any]
) -> Any:
    """Four channels between each of two texels of an array (its type, and itself) and the one after it."""
    sides: list[Any] = []
    for number in numbers:
        place = builder.mul(number, _llvm.Constant(number.type, 4))
        pointer = _at(context, builder, *texels, place)
        one, two = _taken(builder, pointer, 0, 4), _taken(builder, pointer, 4, 4)
        sides.append(_toward(builder, (one, two), shares[1]))
    return _toward(builder, sides, shares[0])


def _numbers(builder: Any, word: Any, count: int) -> Any:
    """A word of 64 bits as ``count`` numbers, the lowest bits first."""
    parts = builder.bitcast(word, _llvm.VectorType(_llvm.IntType(64 // count), count))
    whole = builder.zext(parts, _llvm.VectorType(_WORD, count))
    return builder.sitofp(whole, _llvm.VectorType(_FLOAT, count))


def _scaled(context: Any, builder: Any, kind: Any, row: Any, mean: Any) -> Any:
    """255 times a vector times the first numbers of a row, and those from the ninth on."""
    count = mean.type.count
    pointer = _at(context, builder, kind, row, _llvm.Constant(_llvm.IntType(64), 0))
    step = builder.fmul(_taken(builder, pointer, 0, count), _llvm.Constant(mean.type, [255.0] * count))
    return builder.fadd(builder.fmul(mean, step), _taken(builder, pointer, 8, count))


@_code
def on_planes(typing: Any, s: Any, x: Any, y: Any, depth: Any, w: Any) -> Any:  # noqa: ARG001
    """``w[k] = (s[k] + s[16 + k] * x + s[32 + k] * y) * depth`` for sixteen ``k``."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        none = _llvm.Constant(_llvm.IntType(64), 0)
        planes = _at(context, builder, signature.args[0], given[0], none)
        out = _at(context, builder, signature.args[4], given[4], none)
        x, y, depth = (_filled(builder, value, 16) for value in given[1:4])
        total = builder.fadd(_taken(builder, planes, 0, 16), builder.fmul(_taken(builder, planes, 16, 16), x))
        total = builder.fadd(total, builder.fmul(_taken(builder, planes, 32, 16), y))
        _kept(builder, builder.fmul(total, depth), out, 0)
        return context.get_dummy_value()

    return _kinds.void(s, _REAL, _REAL, _REAL, w), write


@_code
def planes_of(
    typing: Any, a: Any, b: Any, c: Any, near: Any, across: Any, down: Any, corner: Any, s: Any,  # noqa: ARG001
) -> Any:  # fmt: skip
    """Sixteen planes over the screen, through three corners' values ``a``, ``b`` and ``c`` times 1 / depth.

    ``near`` are the corners' 1 / depth; ``across`` and ``down`` how much of the second's and of the third's
    departure from the first's comes with each column and row, ``corner`` the first's column and row. Writes
    what ``on_planes`` reads.
    """

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        none = _llvm.Constant(_llvm.IntType(64), 0)
        numbers = [
            [_filled(builder, builder.extract_value(pack, n), 16) for n in range(kind.count)]
            for pack, kind in zip(given[3:7], signature.args[3:7], strict=True)
        ]
        near, across, down, corner = numbers
        values = [
            builder.fmul(_taken(builder, _at(context, builder, kind, array, none), 0, 16), one)
            for kind, array, one in zip(signature.args[:3], given[:3], near, strict=True)
        ]
        second, third = (builder.fsub(value, values[0]) for value in values[1:])
        columns, rows = (
            builder.fadd(builder.fmul(second, one), builder.fmul(third, two)) for one, two in (across, down)
        )
        base = builder.fsub(values[0], builder.fmul(columns, corner[0]))
        base = builder.fsub(base, builder.fmul(rows, corner[1]))
        out = _at(context, builder, signature.args[7], given[7], none)
        for k, vector in enumerate((base, columns, rows)):
            _kept(builder, vector, out, 16 * k)
        return context.get_dummy_value()

    two, three = _kinds.UniTuple(_REAL, 2), _kinds.UniTuple(_REAL, 3)
    return _kinds.void(a, b, c, three, two, two, two, s), write


@_code
def behind(
    typing: Any, texels: Any, numbers: Any, shares: Any, keep: Any, paint: Any, open_: Any, z: Any,  # noqa: ARG001
) -> Any:  # fmt: skip
    """Lay what is between four texels behind what a pixel of ``paint`` holds; returns what stays open.

    ``texels (n, 4)``; the ``numbers`` of two, each with the one after it; the ``shares`` of the second two,
    and of the latter of each. ``keep (8,)``: what light and cover are multiplied with, the light before it
    for all of the cover, and the least cover that is laid. Of ``paint (4,)`` light counts once less than all
    is open, and depth, which becomes ``z``, once less than half is.
    """

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        none = _llvm.Constant(_llvm.IntType(64), 0)
        first, second = (builder.extract_value(given[1], n) for n in range(2))
        shares = [_filled(builder, builder.extract_value(given[2], n), 4) for n in range(2)]
        texel = _bilinear(context, builder, (signature.args[0], given[0]), (first, second), shares)
        light = _at(context, builder, signature.args[3], given[3], none)
        texel = builder.fmul(texel, _taken(builder, light, 0, 4))
        last = _llvm.Constant(_WORD, 3)
        haze = _taken(builder, light, 4, 4)
        cover, least = builder.extract_element(texel, last), builder.extract_element(haze, last)
        texel = builder.fadd(texel, builder.fmul(haze, _filled(builder, cover, 4)))
        open_, z = given[5:7]
        one, half = _llvm.Constant(_FLOAT, 1.0), _llvm.Constant(_FLOAT, 0.5)
        zero = _llvm.Constant(_FLOAT, 0.0)
        cover = builder.select(builder.fcmp_ordered("<", cover, least), zero, cover)
        share = builder.select(builder.fcmp_ordered("==", cover, zero), zero, open_)
        after = builder.fmul(open_, builder.fsub(one, cover))
        pixel = _at(context, builder, signature.args[4], given[4], none)
        held = _taken(builder, pixel, 0, 4)
        empty = builder.fcmp_ordered(">=", open_, one)
        before = builder.select(empty, _llvm.Constant(held.type, [0.0] * 4), held)
        sum_ = builder.fadd(before, builder.fmul(texel, _filled(builder, share, 4)))
        nearer = builder.and_(builder.fcmp_ordered(">", open_, half), builder.fcmp_ordered("<=", after, half))
        depth = builder.select(nearer, z, builder.extract_element(held, last))
        _kept(builder, builder.insert_element(sum_, depth, last), pixel, 0)
        return after

    whole, two = _kinds.uint64, _kinds.UniTuple
    return _REAL(texels, two(whole, 2), two(_REAL, 2), keep, paint, _REAL, _REAL), write


@_code
def decoded(typing: Any, p: Any, q: Any, r: Any, s: Any, right: Any, down: Any) -> Any:  # noqa: ARG001
    """Squares of what lies between four codes of three numbers, 10 bits each; ``p, q`` are above ``r, s``."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        right, down = (_filled(builder, value, 4) for value in given[4:6])
        kind = _llvm.VectorType(_WORD, 4)
        parts: list[Any] = []
        for code in given[:4]:
            shifted = builder.lshr(_filled(builder, code, 4), _llvm.Constant(kind, [0, 10, 20, 30]))
            whole = builder.and_(shifted, _llvm.Constant(kind, [1023] * 4))
            parts.append(builder.sitofp(whole, _llvm.VectorType(_FLOAT, 4)))
        rows = [_toward(builder, pair, right) for pair in (parts[:2], parts[2:])]
        mean = _toward(builder, rows, down)
        lanes = [
            builder.extract_element(builder.fmul(mean, mean), _llvm.Constant(_WORD, k)) for k in range(3)
        ]
        return context.make_tuple(builder, signature.return_type, lanes)

    code = _kinds.uint32
    return _kinds.UniTuple(_REAL, 3)(code, code, code, code, _REAL, _REAL), write


@_code
def flat_texel(typing: Any, words: Any, right: Any, down: Any, decode: Any, out: Any) -> Any:  # noqa: ARG001
    """Eight channels between four ``words`` of eight bytes, into ``out[16:24]``.

    The last two words are below the first two. ``decode (16,)``: what a 255th of a byte's step and what zero
    mean in each channel.
    """

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        right, down = (_filled(builder, value, 8) for value in given[1:3])
        four = [_numbers(builder, builder.extract_value(given[0], n), 8) for n in range(4)]
        mean = _toward(builder, [_toward(builder, four[n : n + 2], right) for n in (0, 2)], down)
        pointer = _at(context, builder, signature.args[4], given[4], _llvm.Constant(_llvm.IntType(64), 16))
        _kept(builder, _scaled(context, builder, signature.args[3], given[3], mean), pointer, 0)
        return context.get_dummy_value()

    return _kinds.void(_kinds.UniTuple(_kinds.uint64, 4), _REAL, _REAL, decode, out), write


@_code
def solid_texel(
    typing: Any, words: Any, right: Any, down: Any, deep: Any, decode: Any, out: Any,  # noqa: ARG001
) -> Any:  # fmt: skip
    """Four channels between eight ``words`` of four numbers, into ``out[16:20]``; else as ``flat_texel``."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        right, down, deep = (_filled(builder, value, 4) for value in given[1:4])
        eight = [_numbers(builder, builder.extract_value(given[0], n), 4) for n in range(8)]
        four = [_toward(builder, eight[n : n + 2], right) for n in range(0, 8, 2)]
        mean = _toward(builder, [_toward(builder, four[n : n + 2], down) for n in (0, 2)], deep)
        pointer = _at(context, builder, signature.args[5], given[5], _llvm.Constant(_llvm.IntType(64), 16))
        _kept(builder, _scaled(context, builder, signature.args[4], given[4], mean), pointer, 0)
        return context.get_dummy_value()

    return _kinds.void(_kinds.UniTuple(_kinds.uint64, 8), _REAL, _REAL, _REAL, decode, out), write


@_code
def open_behind(
    typing: Any, opened: Any, depth: Any, count: Any, least: Any, z: Any  # noqa: ARG001
) -> Any:  # fmt: skip
    """Which of ``count`` pixels, sixteen at most, are seen: a bit for each, the lowest for the first.

    It is set where ``opened`` reaches ``least`` and ``depth`` reaches ``z``.
    """

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        none = _llvm.Constant(_llvm.IntType(64), 0)
        lanes = _llvm.Constant(_llvm.VectorType(_WORD, 16), list(range(16)))
        wanted = builder.icmp_signed("<", lanes, _filled(builder, builder.trunc(given[2], _WORD), 16))
        kind = _llvm.VectorType(_FLOAT, 16)
        load = cast("Any", _cgutils).get_or_insert_function(
            builder.module,
            _llvm.FunctionType(kind, [_FLOAT.as_pointer(), _WORD, wanted.type, kind]),
            "llvm.masked.load.v16f32.p0",
        )
        for number, bound in ((0, given[3]), (1, given[4])):
            pointer = _at(context, builder, signature.args[number], given[number], none)
            nothing = _llvm.Constant(kind, [0.0] * 16)
            values = builder.call(load, [pointer, _llvm.Constant(_WORD, 4), wanted, nothing])
            wanted = builder.and_(wanted, builder.fcmp_ordered(">=", values, _filled(builder, bound, 16)))
        return builder.zext(builder.bitcast(wanted, _llvm.IntType(16)), _llvm.IntType(64))

    return _kinds.uint64(opened, depth, _kinds.int64, _REAL, _REAL), write


@_code
def along(typing: Any, parts: Any, start: Any, step: Any) -> Any:  # noqa: ARG001
    """A bit for each of sixteen places from ``start`` on, ``step`` apart: that of the part where it lies.

    ``parts`` has a bit for each of 64; before the first and after the last of them there is nothing.
    """

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:  # noqa: ARG001
        kind, wide = _llvm.VectorType(_WORD, 16), _llvm.VectorType(_llvm.IntType(64), 16)
        count = _llvm.Constant(_llvm.VectorType(_FLOAT, 16), [float(n) for n in range(16)])
        start, step = (_filled(builder, value, 16) for value in given[1:3])
        place = builder.fptosi(builder.fadd(builder.fmul(count, step), start), kind)
        inside = builder.icmp_unsigned("<", place, _llvm.Constant(kind, [64] * 16))
        turn = builder.zext(builder.and_(place, _llvm.Constant(kind, [63] * 16)), wide)
        here = builder.and_(
            builder.lshr(_filled(builder, given[0], 16), turn), _llvm.Constant(wide, [1] * 16)
        )
        found = builder.and_(inside, builder.icmp_unsigned("!=", here, _llvm.Constant(wide, [0] * 16)))
        return builder.zext(builder.bitcast(found, _llvm.IntType(16)), _llvm.IntType(64))

    return _kinds.uint64(_kinds.uint64, _REAL, _REAL), write


@_code
def lowest(typing: Any, bits: Any) -> Any:  # noqa: ARG001
    """The number of the lowest bit that is set; there must be one."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:  # noqa: ARG001
        return builder.cttz(given[0], _llvm.Constant(_llvm.IntType(1), 1))

    return _kinds.int64(_kinds.uint64), write


@_code
def soon(typing: Any, array: Any, first: Any, stop: Any) -> Any:  # noqa: ARG001
    """Ask for numbers ``first`` to ``stop`` of a row, so that they are in the cache when they are read.

    A processor foresees rows that are read from end to end, not a part of each of many.
    """

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        line = _llvm.Constant(_llvm.IntType(64), _LINE)
        code = cast("Any", _cgutils)
        with code.for_range_slice(builder, given[1], given[2], line) as (index, _):
            pointer = _at(context, builder, signature.args[0], given[0], index)
            kind = _llvm.FunctionType(_llvm.VoidType(), [pointer.type, _WORD, _WORD, _WORD])
            fetch = code.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
            builder.call(fetch, [pointer, *(_llvm.Constant(_WORD, n) for n in (0, 2, 1))])
        return context.get_dummy_value()

    return _kinds.void(array, _kinds.int64, _kinds.int64), write


@_code
def turned(typing: Any, source: Any, column: Any, row: Any, out: Any) -> Any:  # noqa: ARG001
    """Write 16 x 16 bytes of ``source``, from ``source[column, row]`` on, with axes swapped, into ``out``.

    Both are ``uint8`` with neighbours in their last axis; ``out`` begins at the first byte that is written.
    """

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        kind = _llvm.VectorType(_llvm.IntType(8), 16)
        taken = _arrays.make_array(signature.args[0])(context, builder, given[0])
        kept = _arrays.make_array(signature.args[3])(context, builder, given[3])

        def at(array: Any, rows: Any, more: Any) -> Any:
            stride = builder.extract_value(array.strides, 0)
            offset = builder.add(builder.mul(rows, stride), more)
            pointer = builder.gep(array.data, [offset], source_etype=_llvm.IntType(8))
            return builder.bitcast(pointer, kind.as_pointer())

        def number(n: int) -> Any:
            return _llvm.Constant(_llvm.IntType(64), n)

        lines = [
            builder.load(at(taken, builder.add(given[1], number(n)), given[2]), align=1, typ=kind)
            for n in range(16)
        ]
        for _ in range(4):
            # Laying each line's bytes between those of the one eight further on, four times, turns them.
            pairs = [(lines[n], lines[n + 8]) for n in range(8)]
            lines = [_mixed(builder, pair, half) for pair in pairs for half in (0, 8)]
        for n, line in enumerate(lines):
            builder.store(line, at(kept, number(n), number(0)), align=1)
        return context.get_dummy_value()

    return _kinds.void(source, _kinds.int64, _kinds.int64, out), write


def _mixed(builder: Any, pair: Any, first: int) -> Any:
    """Eight bytes of each of two vectors of sixteen, from ``first`` on, in turn."""
    order = [first + n // 2 + 16 * (n % 2) for n in range(16)]
    mask = _llvm.Constant(_llvm.VectorType(_WORD, 16), order)
    return builder.shuffle_vector(*pair, mask)


@_code
def hits(
    typing: Any, e: Any, at: Any, t: Any, slot: Any, near: Any, seen: Any, offsets: Any  # noqa: ARG001
) -> Any:  # fmt: skip
    """Test a triangle against sixteen points of a pixel: ``near[slot]`` and ``seen[slot]`` are those of each.

    ``e (12,)`` is how three edges and 1 / depth change with column and row (and a third number each), ``at``
    what they are in the pixel's corner, ``offsets (2, 16)`` where in the pixel the points are.
    """

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        kinds, first = signature.args, builder.mul(given[3], _llvm.Constant(_llvm.IntType(64), 16))
        none = _llvm.Constant(_llvm.IntType(64), 0)
        step = _at(context, builder, kinds[0], given[0], none)
        places = _at(context, builder, kinds[6], given[6], none)
        u, v = (_taken(builder, places, n, 16) for n in (0, 16))
        values: list[Any] = []
        for k in range(4):
            across, down = (_filled(builder, _one(builder, step, 3 * k + n), 16) for n in (0, 1))
            value = _filled(builder, builder.extract_value(given[1], k), 16)
            for one, two in ((across, u), (down, v)):
                value = builder.fadd(value, builder.fmul(one, two, flags=("contract",)), flags=("contract",))
            values.append(value)
        depths = _at(context, builder, kinds[4], given[4], first)
        owners = builder.bitcast(_at(context, builder, kinds[5], given[5], first), _WORD.as_pointer())
        before = _taken(builder, depths, 0, 16)
        hit = builder.fcmp_ordered(">", values[3], before)
        for value in values[:3]:
            hit = builder.and_(hit, builder.fcmp_ordered(">=", value, _llvm.Constant(value.type, [0.0] * 16)))
        _kept(builder, builder.select(hit, values[3], before), depths, 0)
        kind = _llvm.VectorType(_WORD, 16)
        pointer = builder.bitcast(owners, kind.as_pointer())
        owner = _filled(builder, builder.trunc(given[2], _WORD), 16)
        kept = builder.select(hit, owner, builder.load(pointer, align=4, typ=kind))
        builder.store(kept, pointer, align=4)
        return context.get_dummy_value()

    four = _kinds.UniTuple(_REAL, 4)
    return _kinds.void(e, four, _kinds.int64, _kinds.int64, near, seen, offsets), write


def _one(builder: Any, pointer: Any, place: int) -> Any:
    """One number behind a pointer."""
    at = builder.gep(pointer, [_llvm.Constant(_WORD, place)], source_etype=_FLOAT)
    return builder.load(at, align=4, typ=_FLOAT)
