# SPDX-License-Identifier: MIT
"""What the tables mean: commands, forms, lines, parameters; and their names in C."""
