"""The loops that most of the time goes into, compiled: products with int8 weights, and the whole
forward pass of a few tokens.

Every function runs on several threads side by side: `me` of `n_threads` does its share and waits
for the others where the next loop needs what they made. Weights are int8 with a scale a row;
activations are rounded to 16 bits or as many as a sum of products leaves room for in 32 (19,000
steps to each side at a width of 896, 3,400 at 4,864), each token by its own largest value: a few
tokens carry outliers, and one range for all of them in 8 bits costs 12 % of perplexity."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from numba import carray, types  # type: ignore[attr-defined]
from numpy.typing import NDArray

from models.decoder.simd import (
    BYTES,
    FLOATS,
    WIDE,
    add_shared,
    begin_sums,
    byte_tile,
    compiled,
    dots,
    float32_at,
    float_of_bits,
    int8_at,
    mix,
    pack_rows,
    read_shared,
    tile,
)

# Rows by tokens multiplied at once: as many sums as fit the registers. One token alone is bound
# by memory, which is read fastest in one stream.
_one = tile(1, 1)
_FEW_ROWS, _FEW_TOKENS = (4, 4) if WIDE else (2, 2)
_few = tile(_FEW_ROWS, _FEW_TOKENS)
_MANY_ROWS, _MANY_TOKENS = (8, 3) if WIDE else (4, 2)
_many = tile(_MANY_ROWS, _MANY_TOKENS)
_PLACES, QUERIES = (4, 4) if WIDE else (2, 2)
_dots = dots(_PLACES, QUERIES)
_dots_of_one = dots(1, QUERIES)
_mix_one, _mix_two = mix(QUERIES, 1), mix(QUERIES, 2)
PADDING = 12 if WIDE else 2  # tokens are padded to a multiple: whole tiles of either kind
MANY = 24  # tokens from which the larger tile is used
_SHARE = 8  # rows: a thread's share is a multiple
_PANEL = 262_144  # values of tokens that are multiplied with all rows in turn: 512 KB
_COLUMNS = 2048  # of many rows and tokens at once: both stay in the nearest cache
PACKED = 32  # rows whose weights are laid out anew for many tokens in 8 bits
GROUP = 256  # columns of a token that share a range of 8 bits
_bytes: Any = byte_tile(PADDING) if BYTES else None
BLOCK = 64  # queries whose attention is computed at once

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Int8s = NDArray[np.int8]
Int16s = NDArray[np.int16]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

_SPINS = 2_000  # looks at the others before the processor is offered to somebody else
_NONE = np.float32(0.0)
_ONE = np.float32(1.0)
_HALF = np.float32(0.5)
_HIGHEST_BYTE = np.float32(127.0)
_ROUNDED_UP = np.float32(128.5)
_TINY = np.float32(1e-30)
_LOWEST = np.float32(-3e38)
_RANGE = np.float32(126.0)
_LOG2_E = np.float32(1.4426950408889634)
# 2^f for f in [-0.5, 0.5], relative error below 2e-7 (Taylor coefficients ln(2)^n / n!)
_C1, _C2, _C3 = np.float32(0.6931471806), np.float32(0.2402265070), np.float32(0.0555041087)
_C4, _C5, _C6 = np.float32(0.0096181291), np.float32(0.0013333558), np.float32(0.0001540353)

if sys.platform == "win32":

    @compiled
    def _give_way() -> None:
        pass
else:
    _sched_yield = types.ExternalFunction("sched_yield", types.int32())

    @compiled
    def _give_way() -> None:
        _sched_yield()


@compiled
def wait(barrier: Int64s, passed: int, n_threads: int) -> int:
    """Until every thread has come here `passed` + 1 times; returns that number."""
    passed += 1
    add_shared(barrier, 1)
    spins = 0
    while read_shared(barrier) < passed * n_threads:
        spins += 1
        if spins > _SPINS:
            _give_way()
    return passed


@compiled
def share(n: int, me: int, n_threads: int, multiple: int) -> tuple[int, int]:
    """The part of range(n) that is `me`'s, begun at multiples."""
    n_blocks = -(-n // multiple)
    first, last = n_blocks * me // n_threads, n_blocks * (me + 1) // n_threads
    return min(n, first * multiple), min(n, last * multiple)


@compiled
def _exp(x: np.float32) -> np.float32:
    """e^x between e^-87 and e^87."""
    scaled = min(max(x * _LOG2_E, -_RANGE), _RANGE)
    whole = np.int32(scaled + _RANGE + _HALF)  # rounded, _RANGE too high
    f = scaled + _RANGE - np.float32(whole)
    power = _ONE + f * (_C1 + f * (_C2 + f * (_C3 + f * (_C4 + f * (_C5 + f * _C6)))))
    return power * float_of_bits(np.int32(np.int32(whole + 1) << 23))


@compiled
def quantise(x: Floats, weight: Floats, rms_eps: np.float32, out: Int16s) -> np.float32:
    """x float32 (n_in,), times `weight` where it has values, as int16 into `out`; returns what a
    step is worth. With rms_eps >= 0 divided by the root of x's mean square, as part of that."""
    n = len(x)
    highest = _NONE
    if len(weight):
        for i in range(n):
            highest = max(highest, abs(x[i] * weight[i]))
    else:
        for i in range(n):
            highest = max(highest, abs(x[i]))
    steps = np.float32(min(32767, 2147483647 // (127 * n)))
    factor = steps / max(highest, _TINY)
    if len(weight):
        for i in range(n):
            value = x[i] * weight[i] * factor
            out[i] = np.int16(value + (_HALF if value > _NONE else -_HALF))
    else:
        for i in range(n):
            value = x[i] * factor
            out[i] = np.int16(value + (_HALF if value > _NONE else -_HALF))
    worth = highest / steps
    if rms_eps >= _NONE:
        squares = _NONE
        for i in range(n):
            squares += x[i] * x[i]
        worth /= np.sqrt(squares / np.float32(n) + rms_eps)
    return worth


@compiled
def round_tokens(
    x: Floats,
    weight: Floats,
    rms_eps: np.float32,
    me: int,
    n_threads: int,
    rounded: Int16s,
    worths: Floats,
) -> None:
    """Quantise the tokens x (n, n_in) that are `me`'s share."""
    first, last = share(len(x), me, n_threads, 1)
    for token in range(first, last):
        worths[token] = quantise(x[token], weight, rms_eps, rounded[token])


@compiled
def add_products(
    x: Int16s,
    worths: Floats,
    n: int,
    weight: Int8s,
    scale: Floats,
    first: int,
    last: int,
    out: Floats,
) -> None:
    """out[:n, first:last] += (x @ weight.T) * worths * scale; int16 x and worths have room for
    whole tiles of tokens, and what is beyond n is worth nothing."""
    block = max(PADDING, _PANEL // x.shape[1] // PADDING * PADDING)
    for begin in range(0, n, block):
        _add_block(x, worths, begin, min(n, begin + block), weight, scale, first, last, out)


@compiled
def _add_block(
    x: Int16s,
    worths: Floats,
    begin: int,
    end: int,
    weight: Int8s,
    scale: Floats,
    first: int,
    last: int,
    out: Floats,
) -> None:
    row, n_in = first, x.shape[1]
    if end - begin >= MANY:
        for column in range(0, n_in, _COLUMNS):
            width = min(_COLUMNS, n_in - column)
            row = first
            while row + _MANY_ROWS <= last:
                for token in range(begin, end, _MANY_TOKENS):
                    _many(weight, row, scale, x, token, end, worths, column, width, out)
                row += _MANY_ROWS
    if end - begin > 1:
        while row + _FEW_ROWS <= last:
            for token in range(begin, end, _FEW_TOKENS):
                _few(weight, row, scale, x, token, end, worths, 0, n_in, out)
            row += _FEW_ROWS
    while row < last:
        for token in range(begin, end):
            _one(weight, row, scale, x, token, end, worths, 0, n_in, out)
        row += 1


@compiled
def n_groups(n_in: int) -> int:
    return -(-n_in // GROUP)


@compiled
def round_to_bytes(
    x: Floats,
    weight: Floats,
    rms_eps: np.float32,
    me: int,
    n_threads: int,
    rounded: Bytes,
    worths: Floats,
) -> None:
    """As round_tokens, but to 8 bits, 128 too high, and with a worth for each GROUP of columns:
    worths (tokens, n_groups), of which those that fill up the last tile become 0."""
    n, n_in = x.shape
    first, last = share(n, me, n_threads, 1)
    for token in range(first, last):
        own, out = x[token], rounded[token]
        inverse = _ONE
        if rms_eps >= _NONE:
            squares = _NONE
            for i in range(n_in):
                squares += own[i] * own[i]
            inverse = _ONE / np.sqrt(squares / np.float32(n_in) + rms_eps)
        for group in range(worths.shape[1]):
            begin, end = group * GROUP, min(n_in, (group + 1) * GROUP)
            highest = _NONE
            part, part_out = own[begin:end], out[begin:end]
            if len(weight):
                factors = weight[begin:end]
                for i in range(len(part)):
                    highest = max(highest, abs(part[i] * factors[i]))
                factor = _HIGHEST_BYTE / max(highest, _TINY)
                for i in range(len(part)):
                    part_out[i] = np.uint8(np.int32(part[i] * factors[i] * factor + _ROUNDED_UP))
            else:
                for i in range(len(part)):
                    highest = max(highest, abs(part[i]))
                factor = _HIGHEST_BYTE / max(highest, _TINY)
                for i in range(len(part)):
                    part_out[i] = np.uint8(np.int32(part[i] * factor + _ROUNDED_UP))
            worths[token, group] = highest / _HIGHEST_BYTE * inverse
    if me == 0:
        worths[n:] = _NONE


@compiled
def add_byte_products(
    x: Bytes,
    worths: Floats,
    n: int,
    weight: Int8s,
    scale: Floats,
    first: int,
    last: int,
    packed: Int32s,
    sums: Int32s,
    out: Floats,
) -> None:
    """As add_products with tokens in 8 bits; first and last are multiples of PACKED. Scratch:
    packed int32 (n_in / 4, PACKED), sums int32 (n_groups, PACKED).

    Multiplies four times as many values at once as 16 bits do, but for the rounding of tokens as
    exactly: sums are of whole numbers."""
    n_in = x.shape[1]
    for row in range(first, last, PACKED):
        column = 0
        while column + 64 <= n_in:
            pack_rows(weight, row, column, packed, 0)
            pack_rows(weight, row + 16, column, packed, 16)
            column += 64
        for i in range(column // 4, n_in // 4):
            for r in range(PACKED):
                four = weight[row + r, 4 * i : 4 * i + 4].view(np.int32)
                packed[i, r] = four[0]
        for group in range(len(sums)):
            begin_sums(packed, group * GROUP, min(GROUP, n_in - group * GROUP), sums, group)
        for token in range(0, n, PADDING):
            for group in range(len(sums)):
                column = group * GROUP
                width = min(GROUP, n_in - column)
                _bytes(
                    packed, sums, group, row, scale, x, token, n, worths, column, width, out
                )  # fmt: skip


@compiled
def _no_byte_products(
    x: Bytes,
    worths: Floats,
    n: int,
    weight: Int8s,
    scale: Floats,
    first: int,
    last: int,
    packed: Int32s,
    sums: Int32s,
    out: Floats,
) -> None:
    """Where the processor has no instruction for them."""


_add_byte_products = add_byte_products if BYTES else _no_byte_products


@compiled
def product(
    me: int,
    n_threads: int,
    barrier: Int64s,
    passed: int,
    x: Floats,
    rounded: Int16s,
    worths: Floats,
    weight: Int8s,
    scale: Floats,
    out: Floats,
) -> None:
    """out (n, n_out) += x (n, n_in) @ (weight * scale[:, None]).T, float32. Scratch: rounded int16
    and worths float32, zeros, for n tokens filled up to PADDING."""
    round_tokens(x, x[0, :0], -_ONE, me, n_threads, rounded, worths)
    wait(barrier, passed, n_threads)
    first, last = share(len(weight), me, n_threads, _SHARE)
    add_products(rounded, worths, len(x), weight, scale, first, last, out)


@compiled
def _turn(
    head: Floats, weight: Floats, rms_eps: np.float32, rotation: Floats, factor: np.float32
) -> None:
    """One query or key head (head_dim,) in place: its norm where there is one, its rotation."""
    dim = len(head)
    if len(weight):
        squares = _NONE
        for i in range(dim):
            squares += head[i] * head[i]
        inverse = _ONE / np.sqrt(squares / np.float32(dim) + rms_eps)
        for i in range(dim):
            head[i] *= inverse * weight[i]
    for i in range(dim // 2):
        a, b = head[2 * i], head[2 * i + 1]
        cos, sin = rotation[i, 0], rotation[i, 1]
        head[2 * i] = (a * cos - b * sin) * factor
        head[2 * i + 1] = (a * sin + b * cos) * factor


@compiled
def _attend(
    queries: Floats,
    n: int,
    places: Int64s,
    keys: Floats,
    values: Floats,
    scores: Floats,
    out: Floats,
) -> None:
    """Softmax attention of queries (n, head_dim) over keys and values (capacity, head_dim), into
    out; all three arrays of queries have room for whole tiles. Query q is the token at
    places[q % len(places)] (ascending) and looks at places up to its own."""
    end = places[-1] + 1
    totals = np.empty(QUERIES, np.float32)
    for query in range(0, n, QUERIES):
        place = 0
        while place + _PLACES <= end:
            _dots(keys, place, queries, query, scores)
            place += _PLACES
        while place < end:
            _dots_of_one(keys, place, queries, query, scores)
            place += 1
        for q in range(QUERIES):
            row = scores[query + q]
            own_end = places[(query + q) % len(places)] + 1
            highest = _LOWEST
            for place in range(own_end):
                highest = max(highest, row[place])
            total = _NONE
            for place in range(own_end):
                row[place] = _exp(row[place] - highest)
                total += row[place]
            for place in range(own_end, end):
                row[place] = _NONE
            totals[q] = total
        column, dim = 0, queries.shape[1]
        while column + 2 * FLOATS <= dim:
            _mix_two(scores, query, values, end, column, out)
            column += 2 * FLOATS
        if column < dim:
            _mix_one(scores, query, values, end, column, out)
        for q in range(QUERIES):
            for i in range(dim):
                out[query + q, i] /= totals[q]


# Columns of the table of addresses that `forward` gets, one row a layer; 0 for what a model does
# not have.
(
    ATTENTION_NORM,
    QKV,
    QKV_SCALE,
    QKV_BIAS,
    Q_NORM,
    K_NORM,
    OUT,
    OUT_SCALE,
    MLP_NORM,
    GATE_UP,
    GATE_UP_SCALE,
    DOWN,
    DOWN_SCALE,
    CACHE,
) = range(14)
N_COLUMNS = 14


@compiled
def _floats(address: int, n: int) -> Floats:
    """float32 (n,) at an address, empty where there is none."""
    return carray(float32_at(address), (n if address else 0,))


@compiled
def forward(
    me: int,
    n_threads: int,
    barrier: Int64s,
    passed: int,
    layers: Int64s,
    shape: tuple[int, int, int, int, int],
    rms_eps: np.float32,
    places: Int64s,
    rotation: Floats,
    x: Floats,
    heads: Floats,
    queries: Floats,
    scores: Floats,
    mixed: Floats,
    attended: Floats,
    gated: Floats,
    rounded: Int16s,
    worths: Floats,
    as_bytes: int,
    byte_worths: Floats,
    packed: Int32s,
    sums: Int32s,
) -> None:
    """Hidden states x (n, hidden) before some layers become those after them, float32. Keys and
    values of the n tokens are written to the cache at `places` (n,), ascending; a token looks at
    all places up to its own.

    layers int64 (n_layers, N_COLUMNS) addresses; shape: n_heads, n_kv_heads, head_dim, mlp,
    capacity of the cache; rotation (n, head_dim / 2, 2) cosines and sines. Scratch: heads
    (n, n_heads + 2 n_kv_heads, head_dim), attended (n, n_heads * head_dim), gated (n, 2 * mlp);
    for each thread queries and mixed (BLOCK + QUERIES, head_dim) and scores (BLOCK + QUERIES,
    last place + 1); rounded int16 and worths float32, zeros, for n tokens filled up to
    PADDING. With as_bytes, which needs BYTES and matrices of whole PACKED rows, tokens are rounded
    to 8 bits a group of columns: byte_worths float32 for n tokens filled up and all groups; for
    each thread packed int32 (widest / 4, PACKED) and sums int32 (groups of the widest, PACKED)."""
    n_heads, n_kv_heads, head_dim, mlp, capacity = shape
    n, hidden = x.shape
    n_qkv = n_heads + 2 * n_kv_heads
    width = n_heads * head_dim
    group = n_heads // n_kv_heads
    factor = _ONE / np.sqrt(np.float32(head_dim))
    no_norm, no_eps = x[0, :0], -_ONE
    n_padded = len(worths)
    rows = heads.reshape((n, n_qkv * head_dim))
    to_hidden = rounded[: n_padded * hidden].reshape((n_padded, hidden))
    to_width = rounded[: n_padded * width].reshape((n_padded, width))
    to_mlp = rounded[: n_padded * mlp].reshape((n_padded, mlp))
    in_bytes = rounded.view(np.uint8)
    hidden_bytes = in_bytes[: n_padded * hidden].reshape((n_padded, hidden))
    width_bytes = in_bytes[: n_padded * width].reshape((n_padded, width))
    mlp_bytes = in_bytes[: n_padded * mlp].reshape((n_padded, mlp))
    of_hidden, of_width, of_mlp = n_groups(hidden), n_groups(width), n_groups(mlp)
    hidden_worths = byte_worths[: n_padded * of_hidden].reshape((n_padded, of_hidden))
    width_worths = byte_worths[: n_padded * of_width].reshape((n_padded, of_width))
    mlp_worths = byte_worths[: n_padded * of_mlp].reshape((n_padded, of_mlp))
    hidden_sums, width_sums, mlp_sums = (
        sums[me, :of_hidden],
        sums[me, :of_width],
        sums[me, :of_mlp],
    )
    multiple = PACKED if as_bytes else _SHARE
    for layer in range(len(layers)):
        at = layers[layer]

        # queries, keys and values: each thread its rows of the matrix
        norm = _floats(at[ATTENTION_NORM], hidden)
        if as_bytes:
            round_to_bytes(x, norm, rms_eps, me, n_threads, hidden_bytes, hidden_worths)
        else:
            round_tokens(x, norm, rms_eps, me, n_threads, to_hidden, worths)
        passed = wait(barrier, passed, n_threads)
        first, last = share(n_qkv * head_dim, me, n_threads, multiple)
        bias = _floats(at[QKV_BIAS], n_qkv * head_dim)
        for token in range(n):
            for row in range(first, last):
                rows[token, row] = bias[row] if len(bias) else _NONE
        weight = carray(int8_at(at[QKV]), (n_qkv * head_dim, hidden))
        scale = _floats(at[QKV_SCALE], n_qkv * head_dim)
        if as_bytes:
            _add_byte_products(
                hidden_bytes,
                hidden_worths,
                n,
                weight,
                scale,
                first,
                last,
                packed[me],
                hidden_sums,
                rows,
            )
        else:
            add_products(to_hidden, worths, n, weight, scale, first, last, rows)
        passed = wait(barrier, passed, n_threads)

        # keys and values into the cache: each thread its tokens
        stored = carray(float32_at(at[CACHE]), (2, n_kv_heads, capacity, head_dim))
        k_norm = _floats(at[K_NORM], head_dim)
        for token in range(me, n, n_threads):
            for kv in range(n_kv_heads):
                key, value = heads[token, n_heads + kv], heads[token, n_heads + n_kv_heads + kv]
                _turn(key, k_norm, rms_eps, rotation[token], _ONE)
                for i in range(head_dim):
                    stored[0, kv, places[token], i] = key[i]
                    stored[1, kv, places[token], i] = value[i]
        passed = wait(barrier, passed, n_threads)

        # attention: each thread its query heads, some tokens of a group of heads at a time
        q_norm = _floats(at[Q_NORM], head_dim)
        first, last = share(n_heads, me, n_threads, 1)
        for kv in range(first // group, n_kv_heads):
            begin, end = max(first, kv * group), min(last, (kv + 1) * group)
            if begin >= end:
                break
            keys, values = stored[0, kv], stored[1, kv]
            n_at_once = max(1, BLOCK // (end - begin))
            for start in range(0, n, n_at_once):
                m = min(n_at_once, n - start)
                n_queries = (end - begin) * m
                for query in range(n_queries):
                    token, own = start + query % m, queries[me, query]
                    for i in range(head_dim):
                        own[i] = heads[token, begin + query // m, i]
                    _turn(own, q_norm, rms_eps, rotation[token], factor)
                theirs = places[start : start + m]
                _attend(queries[me], n_queries, theirs, keys, values, scores[me], mixed[me])
                for query in range(n_queries):
                    column = (begin + query // m) * head_dim
                    for i in range(head_dim):
                        attended[start + query % m, column + i] = mixed[me, query, i]
        passed = wait(barrier, passed, n_threads)

        if as_bytes:
            round_to_bytes(attended, no_norm, no_eps, me, n_threads, width_bytes, width_worths)
        else:
            round_tokens(attended, no_norm, no_eps, me, n_threads, to_width, worths)
        passed = wait(barrier, passed, n_threads)
        first, last = share(hidden, me, n_threads, multiple)
        weight = carray(int8_at(at[OUT]), (hidden, width))
        scale = _floats(at[OUT_SCALE], hidden)
        if as_bytes:
            _add_byte_products(
                width_bytes, width_worths, n, weight, scale, first, last, packed[me], width_sums, x
            )
        else:
            add_products(to_width, worths, n, weight, scale, first, last, x)
        passed = wait(barrier, passed, n_threads)

        # gate and up: each thread the same rows of both
        norm = _floats(at[MLP_NORM], hidden)
        if as_bytes:
            round_to_bytes(x, norm, rms_eps, me, n_threads, hidden_bytes, hidden_worths)
        else:
            round_tokens(x, norm, rms_eps, me, n_threads, to_hidden, worths)
        passed = wait(barrier, passed, n_threads)
        first, last = share(mlp, me, n_threads, multiple)
        weight = carray(int8_at(at[GATE_UP]), (2 * mlp, hidden))
        scale = _floats(at[GATE_UP_SCALE], 2 * mlp)
        for token in range(n):
            for row in range(first, last):
                gated[token, row] = gated[token, mlp + row] = _NONE
        for up in range(2):
            begin, end = up * mlp + first, up * mlp + last
            if as_bytes:
                _add_byte_products(
                    hidden_bytes,
                    hidden_worths,
                    n,
                    weight,
                    scale,
                    begin,
                    end,
                    packed[me],
                    hidden_sums,
                    gated,
                )
            else:
                add_products(to_hidden, worths, n, weight, scale, begin, end, gated)
        for token in range(n):
            gates, ups = gated[token, :mlp], gated[token, mlp:]
            for row in range(first, last):
                gates[row] *= ups[row] / (_ONE + _exp(-gates[row]))
        passed = wait(barrier, passed, n_threads)

        if as_bytes:
            round_to_bytes(gated[:, :mlp], no_norm, no_eps, me, n_threads, mlp_bytes, mlp_worths)
        else:
            round_tokens(gated[:, :mlp], no_norm, no_eps, me, n_threads, to_mlp, worths)
        passed = wait(barrier, passed, n_threads)
        first, last = share(hidden, me, n_threads, multiple)
        weight = carray(int8_at(at[DOWN]), (hidden, mlp))
        scale = _floats(at[DOWN_SCALE], hidden)
        if as_bytes:
            _add_byte_products(
                mlp_bytes, mlp_worths, n, weight, scale, first, last, packed[me], mlp_sums, x
            )
        else:
            add_products(to_mlp, worths, n, weight, scale, first, last, x)
        passed = wait(barrier, passed, n_threads)
