# SPDX-License-Identifier: MIT
"""The generated C in a shared library: explain, decode, transcripts."""
