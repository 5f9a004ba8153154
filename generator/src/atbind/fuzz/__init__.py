# SPDX-License-Identifier: MIT
"""A modem that says only what the tables allow, and nothing that a driver hopes for."""
