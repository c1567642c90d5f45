"""What the compiled loops need that Python cannot say: products of whole vector registers, memory
by address, and a count that threads share.

Numba compiles plain loops well, but gives a sum of 8-bit products four times the registers it
needs as soon as several rows are summed at once. `tile` writes those sums out in LLVM's own terms,
which become the widest multiply-and-add the processor has (vpdpwssd, vpmaddwd, smlal)."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from llvmlite import binding, ir
from numba import types
from numba.core import cgutils, config
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

F = TypeVar("F", bound=Callable[..., Any])

# Floats may be added in any order and multiplied and added at once, and none is NaN.
_FAST_MATH = {"reassoc", "contract", "nsz", "arcp", "nnan"}

_VERSION = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]


def compiled(function: F) -> F:
    """Compile to machine code that holds no lock of the interpreter and raises nothing (a division
    by zero gives infinity); kept on disk beside the source, for this processor."""
    # Numba looks for a change in the function's own file only; this file is part of its name
    function.__qualname__ += f"_{_VERSION}"
    options: Any = {"nogil": True, "error_model": "numpy", "fastmath": _FAST_MATH}
    try:
        return cast(F, numba.njit(**options, cache=True)(function))
    except RuntimeError:  # no folder that can be written to: compiled anew at each start
        return cast(F, numba.njit(**options)(function))


def _has_wide_registers() -> bool:
    named = config.CPU_FEATURES  # type: ignore[attr-defined]  # set by who compiles for another processor
    if named is not None:
        return "+avx512bw" in named
    return bool(binding.get_host_cpu_features().get("avx512bw"))


def _multiplies_bytes() -> bool:
    """Whether there is an instruction for four products of 8 bits at once (vpdpbusd)."""
    named = config.CPU_FEATURES  # type: ignore[attr-defined]
    if named is not None:
        return "+avx512vnni" in named
    return bool(binding.get_host_cpu_features().get("avx512vnni"))


WIDE = _has_wide_registers()
BYTES = WIDE and _multiplies_bytes()
# int16 values multiplied at once; a width that every weight matrix must be a multiple of
LANES = 32 if WIDE else 16
FLOATS = LANES // 2

# Weights are asked for so many rows before they are needed; what is beyond the last row does no
# harm. Without, eight tokens take 1.9 times as long (processors foresee one stream, not four).
_ROWS_AHEAD = 4

_INT8, _INT16, _INT32 = ir.IntType(8), ir.IntType(16), ir.IntType(32)
_FLOAT = ir.FloatType()


def tile(n_rows: int, n_tokens: int) -> Any:
    """A function (weight int8 (n_out, n_in), row, scale float32 (n_out,), x int16 (tokens, n_in),
    token, end, worths float32 (tokens,), column, width, out float32 (n, n_out)): adds to `out` the
    products of `n_rows` rows from `row` on, times their scale, with `n_tokens` tokens from `token`
    on, times what a step of theirs is worth; over `width` of the n_in columns.

    x and worths have room for whole tiles; a token at `end` or after it must be worth nothing.
    width is a multiple of LANES, arrays are C-contiguous, no sum of products exceeds 32 bits."""
    narrow, half, wide, sums = (
        ir.VectorType(kind, n)
        for kind, n in ((_INT8, LANES), (_INT16, LANES), (_INT32, LANES), (_INT32, LANES // 2))
    )
    even = ir.Constant(sums, list(range(0, LANES, 2)))
    odd = ir.Constant(sums, list(range(1, LANES, 2)))
    nothing = ir.Constant(wide, ir.Undefined)
    results = ir.VectorType(_FLOAT, n_rows)

    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        weight, scale, x, worths, out = (
            make_array(signature.args[i])(context, b, arguments[i]) for i in (0, 2, 3, 6, 9)
        )
        row, token, end, column, width = (arguments[i] for i in (1, 4, 5, 7, 8))
        n_in = cgutils.unpack_tuple(b, weight.shape)[1]
        n_out = cgutils.unpack_tuple(b, out.shape)[1]
        number = n_in.type
        rows = [b.gep(start, [column]) for start in _starts(b, weight, row, n_rows, n_in)]
        tokens = [b.gep(start, [column]) for start in _starts(b, x, token, n_tokens, n_in)]
        zero = ir.Constant(sums, [0] * (LANES // 2))
        ahead = b.mul(n_in, number(max(n_rows, _ROWS_AHEAD)))
        fetch = cgutils.get_or_insert_function(
            b.module,
            ir.FunctionType(ir.VoidType(), [_INT8.as_pointer(), _INT32, _INT32, _INT32]),
            "llvm.prefetch.p0",
        )
        with _loop(b, width, LANES, [zero] * (n_rows * n_tokens)) as (at, totals, after):
            for start in rows:
                later = b.gep(start, [b.add(at, ahead)])
                b.call(fetch, [later, _INT32(0), _INT32(3), _INT32(1)])  # to read, keep, data
            ws = [b.sext(_load(b, start, at, narrow), half) for start in rows]
            xs = [_load(b, start, at, half) for start in tokens]
            for i, total in enumerate(totals):
                w, v = ws[i // n_tokens], xs[i % n_tokens]
                products = b.mul(b.sext(w, wide), b.sext(v, wide))
                left = b.shuffle_vector(products, nothing, even)
                right = b.shuffle_vector(products, nothing, odd)
                after.append(b.add(total, b.add(left, right)))
        scales = _load(b, scale.data, row, results)
        last = b.sub(end, number(1))
        for i in range(n_tokens):
            at = b.add(token, number(i))
            worth = _spread(b, b.load(b.gep(worths.data, [at])), n_rows)
            added = b.sitofp(_sum_lanes(b, after[i::n_tokens], b.add), results)
            added = b.fmul(b.fmul(added, scales), worth)
            inside = b.select(b.icmp_signed("<", at, end), at, last)
            place = b.gep(out.data, [b.add(b.mul(inside, n_out), row)])
            _store(b, b.fadd(_load(b, place, number(0), results), added), place)
        return context.get_dummy_value()

    def typed(
        _: Any, weight: Any, row: Any, scale: Any, x: Any, token: Any, end: Any, worths: Any,
        column: Any, width: Any, out: Any,
    ) -> Any:  # fmt: skip
        n = types.intp
        return types.void(weight, n, scale, x, n, n, worths, n, n, out), generate

    return intrinsic(typed)


def byte_tile(n_tokens: int) -> Any:
    """A function (packed int32 (n_in / 4, 32), sums int32 (n_groups, 32), group, row, scale float32
    (n_out,), x uint8 (tokens, n_in), token, end, worths float32 (tokens, n_groups), column, width,
    out float32 (n, n_out)): adds to `out` the products of 32 rows from `row` on with `n_tokens`
    tokens from `token` on, over `width` of the n_in columns.

    `packed` holds the rows' int8 weights, four columns of each side by side; x is 128 too high,
    which is made up for by what the sums begin with: -128 times the weights' sum. Only where BYTES;
    width is a multiple of 4, x and worths have room for whole tiles, arrays are C-contiguous."""
    sums_of, floats = ir.VectorType(_INT32, 16), ir.VectorType(_FLOAT, 16)

    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        packed, sums, scale, x, worths, out = (
            make_array(signature.args[i])(context, b, arguments[i]) for i in (0, 1, 4, 5, 8, 11)
        )
        group, row, token, end, column, width = (arguments[i] for i in (2, 3, 6, 7, 9, 10))
        number = group.type
        n_in = cgutils.unpack_tuple(b, x.shape)[1]
        n_groups = cgutils.unpack_tuple(b, worths.shape)[1]
        n_out = cgutils.unpack_tuple(b, out.shape)[1]
        multiply = _vpdpbusd(b, sums_of)
        tokens = [b.gep(start, [column]) for start in _starts(b, x, token, n_tokens, n_in)]
        begin = b.gep(sums.data, [b.mul(group, number(32))])
        begins = [_load(b, begin, number(half), sums_of) for half in (0, 16)]
        weights = b.gep(packed.data, [b.mul(column, number(8))])
        with _loop(b, width, 4, begins * n_tokens) as (at, totals, after):
            place = b.gep(weights, [b.mul(at, number(8))])
            ws = [_load(b, place, number(half), sums_of) for half in (0, 16)]
            for i in range(n_tokens):
                four = b.load(b.bitcast(b.gep(tokens[i], [at]), _INT32.as_pointer()), align=4)
                spread = _spread(b, four, 16)
                for half in (0, 1):
                    after.append(b.call(multiply, [totals[2 * i + half], spread, ws[half]]))
        scales = [_load(b, scale.data, b.add(row, number(half)), floats) for half in (0, 16)]
        last = b.sub(end, number(1))
        for i in range(n_tokens):
            at = b.add(token, number(i))
            inside = b.select(b.icmp_signed("<", at, end), at, last)
            start = b.gep(out.data, [b.add(b.mul(inside, n_out), row)])
            worth = b.load(b.gep(worths.data, [b.add(b.mul(at, n_groups), group)]))
            worth = _spread(b, worth, 16)
            for half in (0, 1):
                added = b.fmul(b.sitofp(after[2 * i + half], floats), scales[half])
                place = b.gep(start, [number(16 * half)])
                before = _load(b, place, number(0), floats)
                _store(b, _multiply_add(b, added, worth, before), place)
        return context.get_dummy_value()

    def typed(
        _: Any, packed: Any, sums: Any, group: Any, row: Any, scale: Any, x: Any, token: Any,
        end: Any, worths: Any, column: Any, width: Any, out: Any,
    ) -> Any:  # fmt: skip
        n = types.intp
        return types.void(packed, sums, n, n, scale, x, n, n, worths, n, n, out), generate

    return intrinsic(typed)


def _vpdpbusd(b: Any, vector: Any) -> Any:
    """(sums, four bytes without sign, four bytes with sign, each 16 times) -> sums and products."""
    kind = ir.FunctionType(vector, [vector] * 3)
    return cgutils.get_or_insert_function(b.module, kind, "llvm.x86.avx512.vpdpbusd.512")


def _pack(_: Any, weight: Any, row: Any, column: Any, packed: Any, half: Any) -> Any:
    vector = ir.VectorType(_INT32, 16)

    def interleaved(b: Any, left: Any, right: Any, first: int) -> Any:
        lanes = [lane for i in range(first, first + 8) for lane in (i, i + 16)]
        return b.shuffle_vector(left, right, ir.Constant(ir.VectorType(_INT32, 16), lanes))

    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        weight, packed = (make_array(signature.args[i])(context, b, arguments[i]) for i in (0, 3))
        row, column, half = arguments[1], arguments[2], arguments[4]
        number = row.type
        n_in = cgutils.unpack_tuple(b, weight.shape)[1]
        rows = [_load(b, start, column, vector) for start in _starts(b, weight, row, 16, n_in)]
        for _ in range(4):  # a perfect shuffle of 16 rows, four times over, transposes them
            pairs = zip(rows[:8], rows[8:], strict=True)
            rows = [interleaved(b, *pair, first) for pair in pairs for first in (0, 8)]
        begin = b.gep(packed.data, [b.add(b.mul(column, number(8)), half)])
        for i, fours in enumerate(rows):
            _store(b, fours, b.gep(begin, [number(32 * i)]))
        return context.get_dummy_value()

    n = types.intp
    return types.void(weight, n, n, packed, n), generate


# (weight int8 (n_out, n_in), row, column, packed int32 (n_in / 4, 32), half): 16 rows from `row`
# on, of 64 columns from `column` on, into the half of `packed` that begins at place 0 or 16
pack_rows: Any = intrinsic(_pack)


def _sum_packed(_: Any, packed: Any, column: Any, width: Any, sums: Any, group: Any) -> Any:
    vector = ir.VectorType(_INT32, 16)

    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        packed, sums = (make_array(signature.args[i])(context, b, arguments[i]) for i in (0, 3))
        column, width, group = arguments[1], arguments[2], arguments[4]
        number = column.type
        multiply = _vpdpbusd(b, vector)
        ones = ir.Constant(vector, [0x01010101] * 16)
        zero = ir.Constant(vector, [0] * 16)
        begin = b.gep(packed.data, [b.mul(column, number(8))])
        with _loop(b, width, 4, [zero, zero]) as (at, totals, after):
            place = b.gep(begin, [b.mul(at, number(8))])
            for half, total in enumerate(totals):
                weights = _load(b, place, number(16 * half), vector)
                after.append(b.call(multiply, [total, ones, weights]))
        start = b.gep(sums.data, [b.mul(group, number(32))])
        for half, total in enumerate(after):
            _store(
                b, b.mul(total, ir.Constant(vector, [-128] * 16)), b.gep(start, [number(16 * half)])
            )
        return context.get_dummy_value()

    n = types.intp
    return types.void(packed, n, n, sums, n), generate


# (packed, column, width, sums int32 (n_groups, 32), group): what sums of products over these
# columns begin with, -128 times the weights' sum
begin_sums: Any = intrinsic(_sum_packed)


def dots(n_places: int, n_queries: int) -> Any:
    """A function (keys float32 (n, dim), place, queries float32 (m, dim), query, out float32
    (m, places)): writes the products of neighbouring keys with neighbouring queries.

    dim is a multiple of FLOATS, arrays are C-contiguous."""
    vector = ir.VectorType(_FLOAT, FLOATS)

    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        place, query = arguments[1], arguments[3]
        keys, queries, out = (
            make_array(signature.args[i])(context, b, arguments[i]) for i in (0, 2, 4)
        )
        dim = cgutils.unpack_tuple(b, keys.shape)[1]
        length = cgutils.unpack_tuple(b, out.shape)[1]
        key_starts = _starts(b, keys, place, n_places, dim)
        query_starts = _starts(b, queries, query, n_queries, dim)
        zero = ir.Constant(vector, [0.0] * FLOATS)
        with _loop(b, dim, FLOATS, [zero] * (n_places * n_queries)) as (at, totals, after):
            ks = [_load(b, start, at, vector) for start in key_starts]
            qs = [_load(b, start, at, vector) for start in query_starts]
            for i, total in enumerate(totals):
                after.append(_multiply_add(b, ks[i // n_queries], qs[i % n_queries], total))
        for i, row in enumerate(_starts(b, out, query, n_queries, length)):
            _store(b, _sum_lanes(b, after[i::n_queries], b.fadd), b.gep(row, [place]))
        return context.get_dummy_value()

    def typed(_: Any, keys: Any, place: Any, queries: Any, query: Any, out: Any) -> Any:
        return types.void(keys, types.intp, queries, types.intp, out), generate

    return intrinsic(typed)


def mix(n_queries: int, n_vectors: int) -> Any:
    """A function (shares float32 (m, places), query, values float32 (n, dim), n, column, out
    float32 (m, dim)): writes n_vectors * FLOATS columns of the sum of the first n values, each
    times its share, for neighbouring queries."""
    vector = ir.VectorType(_FLOAT, FLOATS)

    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        shares, query, values, n, column, out = arguments
        shares = make_array(signature.args[0])(context, b, shares)
        values = make_array(signature.args[2])(context, b, values)
        out = make_array(signature.args[5])(context, b, out)
        n_places = cgutils.unpack_tuple(b, shares.shape)[1]
        dim = cgutils.unpack_tuple(b, values.shape)[1]
        number = dim.type
        share_starts = _starts(b, shares, query, n_queries, n_places)
        out_starts = [b.gep(row, [column]) for row in _starts(b, out, query, n_queries, dim)]
        value_start = b.gep(values.data, [column])
        zero = ir.Constant(vector, [0.0] * FLOATS)
        with _loop(b, n, 1, [zero] * (n_vectors * n_queries)) as (at, totals, after):
            row = b.gep(value_start, [b.mul(at, dim)])
            vs = [_load(b, row, number(part * FLOATS), vector) for part in range(n_vectors)]
            for i, total in enumerate(totals):
                share = b.load(b.gep(share_starts[i // n_vectors], [at]))
                spread = _spread(b, share, FLOATS)
                after.append(_multiply_add(b, spread, vs[i % n_vectors], total))
        for i, total in enumerate(after):
            start = out_starts[i // n_vectors]
            _store(b, total, b.gep(start, [number(i % n_vectors * FLOATS)]))
        return context.get_dummy_value()

    def typed(_: Any, shares: Any, query: Any, values: Any, n: Any, column: Any, out: Any) -> Any:
        signature = types.void(shares, types.intp, values, types.intp, types.intp, out)
        return signature, generate

    return intrinsic(typed)


@contextlib.contextmanager
def _loop(b: Any, n: Any, step: int, begin: Sequence[Any]) -> Iterator[tuple[Any, Any, list[Any]]]:
    """for at in range(0, n, step), n > 0: yields `at`, the running values, which are `begin` at
    first, and a list to fill with what they are next; after the loop it holds the last ones."""
    number = n.type
    before, loop = b.block, b.append_basic_block("loop")
    end = b.append_basic_block("loop.end")
    b.branch(loop)
    b.position_at_end(loop)
    at = b.phi(number)
    at.add_incoming(number(0), before)
    running = [b.phi(value.type) for value in begin]
    for phi, value in zip(running, begin, strict=True):
        phi.add_incoming(value, before)
    following: list[Any] = []
    yield at, running, following
    for phi, value in zip(running, following, strict=True):
        phi.add_incoming(value, loop)
    onward = b.add(at, number(step))
    at.add_incoming(onward, loop)
    b.cbranch(b.icmp_signed("<", onward, n), loop, end)
    b.position_at_end(end)


def _load(b: Any, start: Any, at: Any, vector: Any) -> Any:
    return b.load(b.bitcast(b.gep(start, [at]), vector.as_pointer()), align=1)


def _store(b: Any, value: Any, place: Any) -> None:
    b.store(value, b.bitcast(place, value.type.as_pointer()), align=4)


def _starts(b: Any, array: Any, first: Any, n: int, length: Any) -> list[Any]:
    """Where rows `first` to `first + n` of an array of rows of this length begin."""
    return [b.gep(array.data, [b.mul(b.add(first, first.type(i)), length)]) for i in range(n)]


def _spread(b: Any, value: Any, n: int) -> Any:
    """A vector of n times the same."""
    vector = ir.VectorType(value.type, n)
    nothing = ir.Constant(vector, ir.Undefined)
    lane = b.insert_element(nothing, value, _INT32(0))
    return b.shuffle_vector(lane, nothing, ir.Constant(ir.VectorType(_INT32, n), [0] * n))


def _sum_lanes(b: Any, vectors: Sequence[Any], add: Callable[[Any, Any], Any]) -> Any:
    """A vector of each vector's sum, for a power of two of vectors: lanes are added in pairs."""

    def pairs(left: Any, right: Any, n: int) -> Any:
        def every_other(first: int) -> Any:
            lanes = ir.VectorType(_INT32, n)
            chosen = ir.Constant(lanes, list(range(first, first + 2 * n, 2)))
            return b.shuffle_vector(left, right, chosen)

        return add(every_other(0), every_other(1))

    left = list(vectors)
    while len(left) > 1:
        left = [pairs(*two, left[0].type.count) for two in zip(left[::2], left[1::2], strict=True)]
    summed = left[0]
    while summed.type.count > len(vectors):
        nothing = ir.Constant(summed.type, ir.Undefined)
        summed = pairs(summed, nothing, summed.type.count // 2)
    return summed


def _multiply_add(b: Any, x: Any, y: Any, total: Any) -> Any:
    return b.fadd(total, b.fmul(x, y, flags=("contract",)), flags=("contract",))


def _pointer(kind: Any) -> Any:
    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        return b.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    def typed(_: Any, address: Any) -> Any:
        return types.CPointer(kind)(types.int64), generate

    return intrinsic(typed)


int8_at = _pointer(types.int8)
float32_at = _pointer(types.float32)


def _shared_count(_: Any, counts: Any, amount: Any) -> Any:
    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        data = make_array(signature.args[0])(context, b, arguments[0]).data
        return b.atomic_rmw("add", data, arguments[1], "seq_cst")

    return types.int64(counts, types.int64), generate


# (counts int64 (1,), amount) -> the count before `amount` was added, for all threads at once
add_shared: Any = intrinsic(_shared_count)


def _current_count(_: Any, counts: Any) -> Any:
    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        data = make_array(signature.args[0])(context, b, arguments[0]).data
        return b.load_atomic(data, "seq_cst", align=8)

    return types.int64(counts), generate


# counts int64 (1,) -> the count, as all threads have made it
read_shared: Any = intrinsic(_current_count)


def _bits(_: Any, value: Any) -> Any:
    def generate(context: Any, b: Any, signature: Any, arguments: Sequence[Any]) -> Any:
        return b.bitcast(arguments[0], ir.FloatType())

    return types.float32(types.int32), generate


float_of_bits: Any = intrinsic(_bits)
