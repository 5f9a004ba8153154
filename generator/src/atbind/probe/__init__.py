# SPDX-License-Identifier: MIT
"""What a real modem says of itself, against the tables."""
