# SPDX-License-Identifier: MIT
"""One line of a manual's notation, read into elements. Imports nothing."""
