# SPDX-License-Identifier: MIT
"""The largest numbers that `check` lets pass are none that C cuts: gcc says so of each file."""

import subprocess
from pathlib import Path

from bad_tables.toy import HEAD, files_of

HOME = Path(__file__).resolve().parents[2]
USED = [f"-I{HOME}/{folder}" for folder in ("runtime", "generated/cellular", "generator/native")]
GCC = (
    "gcc -std=c11 -Wall -Wextra -Wconversion -Wno-overlength-strings -Werror -fsyntax-only".split()
)
LONG = "X" * 251  # AT, its +, = and 251 make 255
TABLE = f"""\
commands:
  +{LONG}:
    title: What is long
    parameters:
      a: {{type: integer, range: 0..9}}
      b: {{type: integer, range: 0..2147483647}}
      s: {{type: string, length: 32767..60000}}
      n: {{type: integer, range: 1..65535}}
      d: {{type: data, length: n}}
      e: {{type: integer, range: 0..9, closed: true}}
    lines:
      xd: {{line: '+XD: {254 * 'w,'}<n><CR><LF><d>'}}
      xs: {{line: '+XS: <e>', success: <e> = 9}}
      xn: {{line: '+XN: <b>', success: <b> = 32767}}
    forms:
      - syntax: 'AT+{LONG}={254 * ','}<e>'
        sets: ['mode of <e> = <e>', 'layout = 2147483647', {', '.join(['layout = 0'] * 253)}]
        timeout: <e> 6553500 ms + 6553500 ms
        answers: [OK then xs]
      - {{syntax: 'AT+{LONG}=<s>', name: text, timeout: 6550 s + 3500 ms, answers: [xn then OK]}}
      - {{syntax: 'AT+{LONG}=<b>,<n>', name: sends, timeout: layout 6553500 ms, payload: {{ends: length, length: n}}, answers: ['> then OK']}}
      - {{syntax: 'AT+{LONG}=<a>,<n>,<d>', name: sends_inline, answers: [OK]}}
      - {{syntax: 'AT+{LONG}?', answers: [xd then OK]}}
"""
WIDE = HEAD.replace("range: 0..5", "range: 0..253").replace(
    "layout: {assume: 0", "layout: {assume: 2147483647"
)


def test_what_just_fits_is_not_cut(tmp_path):
    found = files_of(tmp_path, WIDE + TABLE)
    for name, text in found.items():
        (tmp_path / name).write_text(text)
    sources = [name for name in found if name.endswith(".c")]
    done = subprocess.run([*GCC, *USED, *sources], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:2000]
