# SPDX-License-Identifier: MIT
"""What every modem is besides its manual's chapter: SIM, registration, contexts, identity."""
