# SPDX-License-Identifier: MIT
"""The model to people and other programs: export, surface, diff."""
