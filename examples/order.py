#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Gives a simulated modem one order: order.py SOCKET ORDER..."""

import socket
import sys

with socket.socket(socket.AF_UNIX) as orders:
    orders.connect(sys.argv[1])
    orders.sendall(" ".join(sys.argv[2:]).encode() + b"\n")
    print(orders.makefile().readline().strip())
