# SPDX-License-Identifier: MIT
"""Received lines: their shapes, what competes for a keyword, what few of them have, the scanner."""
