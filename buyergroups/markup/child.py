"""The resident child: reads texts from standard input, writes safe HTML, until the input ends.

A text and its answer are framed by a length of four bytes. What cannot be laid out is answered
with the length REFUSED and nothing else.
"""

from __future__ import annotations

import struct
import sys

from buyergroups.markup.layout import to_html

REFUSED = 0xFFFFFFFF
LENGTH = struct.Struct(">I")


def main() -> None:
    """Answer until the parent is gone."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sink.write(LENGTH.pack(0))  # ready: starting takes longer than a text may
    sink.flush()
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        text = source.read(LENGTH.unpack(head)[0]).decode()
        try:
            answer = to_html(text).encode()
        except (RecursionError, ValueError):
            sink.write(LENGTH.pack(REFUSED))
        else:
            sink.write(LENGTH.pack(len(answer)) + answer)
        sink.flush()


if __name__ == "__main__":
    main()
