"""Checksums are those of the tools: held against other makers of the same sums."""

from __future__ import annotations

import subprocess
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.sources.checksum import crc32_of_lines, siphash13


def test_siphash_is_that_of_the_interpreter() -> None:
    """Python hashes bytes with SipHash-1-3, and with a key of zeros where PYTHONHASHSEED is 0."""
    texts = [bytes(range(size)) for size in range(1, 40)]
    script = "import sys; print([hash(bytes(range(size))) for size in range(1, 40)], sys.hash_info.algorithm)"
    said = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONHASHSEED": "0"}, capture_output=True, text=True, check=True
    )
    hashes, _, algorithm = said.stdout.strip().rpartition(" ")
    assert algorithm == "siphash13"
    signed = [value - (1 << 64) if value >= 1 << 63 else value for value in map(siphash13, texts)]
    assert str(signed) == hashes


@pytest.mark.parametrize("content", [b"a\nb\n", b"a\r\nb\r\n", b"a\rb", b"\xef\xbb\xbfa\nb"])
def test_flyway_leaves_line_ends_and_marks_out(content: bytes) -> None:
    assert crc32_of_lines(content) == zlib.crc32(b"ab") - (1 << 32) * (zlib.crc32(b"ab") >= 1 << 31)


@given(st.binary())
def test_a_flyway_checksum_is_a_signed_integer(content: bytes) -> None:
    assert -(1 << 31) <= crc32_of_lines(content) < 1 << 31
