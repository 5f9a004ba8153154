# SPDX-License-Identifier: MIT
"""The simulated SIMCom modem."""
