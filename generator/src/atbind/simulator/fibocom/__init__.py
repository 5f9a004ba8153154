# SPDX-License-Identifier: MIT
"""The simulated Fibocom modem."""
