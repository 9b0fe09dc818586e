"""Checksums: what tools keep of a file besides the plain digests of hashlib."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_MASK = (1 << 64) - 1


def crc32_of_lines(content: bytes) -> int:
    """Flyway's checksum of a script: CRC-32 of its lines without their ends and without a mark, as a signed number."""
    text = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"")
    value = zlib.crc32(text)
    return value - (1 << 32) if value >= 1 << 31 else value


def siphash13(data: bytes) -> int:
    """SipHash-1-3 of the bytes with a key of zeros (Aumasson and Bernstein), as refinery takes it: unsigned."""
    state = [0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573]
    for word in _words(data):
        state[3] ^= word
        _round(state)
        state[0] ^= word
    state[2] ^= 0xFF
    for _ in range(3):
        _round(state)
    return state[0] ^ state[1] ^ state[2] ^ state[3]


def _words(data: bytes) -> Iterator[int]:
    whole = len(data) // 8
    yield from struct.unpack(f"<{whole}Q", data[: whole * 8])
    yield int.from_bytes(data[whole * 8 :].ljust(7, b"\0") + bytes([len(data) & 0xFF]), "little")


def _round(state: list[int]) -> None:
    a, b, c, d = state
    a, c = (a + b) & _MASK, (c + d) & _MASK
    b, d = _turned(b, 13) ^ a, _turned(d, 16) ^ c
    a = _turned(a, 32)
    c, a = (c + b) & _MASK, (a + d) & _MASK
    b, d = _turned(b, 17) ^ c, _turned(d, 21) ^ a
    state[:] = a, b, _turned(c, 32), d


def _turned(word: int, bits: int) -> int:
    return ((word << bits) | (word >> (64 - bits))) & _MASK
