# SPDX-License-Identifier: MIT
"""YAML files to rows that know their file and line."""
