# SPDX-License-Identifier: MIT
"""The simulated OneMO modem."""
