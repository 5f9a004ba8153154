# SPDX-License-Identifier: MIT
"""Rows to model."""
