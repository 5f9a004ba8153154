# SPDX-License-Identifier: MIT
"""What lies behind the modem: real sockets on loopback, names, and the air between."""
