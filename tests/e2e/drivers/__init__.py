# SPDX-License-Identifier: MIT
"""Hosts that match, wait and end lines as public drivers do. Our own words: no line of theirs.

Each names the repository, revision and file that it follows. Their time-outs are kept as
upper bounds, stretched by PATIENT so that a busy machine fails nothing; their plain sleeps
are left out.
"""

PATIENT = 10
