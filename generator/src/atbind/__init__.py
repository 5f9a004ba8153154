# SPDX-License-Identifier: MIT
"""Tables of AT commands to C: tables -> model -> templates."""

__version__ = "0.2.0"
