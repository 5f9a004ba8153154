# SPDX-License-Identifier: MIT
"""What is done to the modem from outside: by tests, by people, by another program."""
