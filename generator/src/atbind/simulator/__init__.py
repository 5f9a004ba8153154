# SPDX-License-Identifier: MIT
"""A modem for people without one: driven by the tables, with real loopback sockets behind it."""
