# SPDX-License-Identifier: MIT
"""The model to C: one module and one template for each generated file."""
