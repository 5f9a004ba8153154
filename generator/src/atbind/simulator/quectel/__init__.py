# SPDX-License-Identifier: MIT
"""The simulated Quectel modem."""
