# SPDX-License-Identifier: MIT
"""The codes behind +CME ERROR and +CMS ERROR, as 27.007 9.2 (release 17) and 27.005 3.2.5 number them."""

import pytest
from atbind.build.spec import load

# 9.2.1: all devices; 9.2.2: attaching, contexts, connections, others; 9.2.3: group calls
CME = "0-7 10-18 20-27 30-32 40-63 100 102-119 122 124-150 151-165 171-233"
# 24.011 E-2: the network; 23.040 9.2.3.22: the message; 27.005: the device
CMS = """1 8 10 21 27-30 38 41-42 47 50 69 81 95-99 111 127 128-130 143-145 159-161 175-176
192-199 208-213 255 300-305 310-318 320-322 330-332 340 500"""
# Neighbours that are easily taken for each other.
MEANT = {
    "cme": {
        3: "not allowed",
        4: "not supported",
        10: "No SIM",
        11: "SIM PIN",
        16: "password",
        17: "PIN2",
        18: "PUK2",
        30: "No network",
        50: "parameters",
        107: "Packet services",
        108: "Packet and other",
        111: "operator",
        117: "Attach",
        149: "authenticated",
        174: "Message type",
        190: "Activation",
        205: "slice and DNN",
        207: "the slice",
        209: "Information",
        226: "5G",
        227: "4G",
    },
    "cms": {
        192: "busy",
        310: "No SIM",
        311: "SIM PIN",
        320: "failure",
        322: "full",
        500: "Unknown",
    },
}


def numbers(text: str) -> set[int]:
    ends = [[int(end) for end in part.split("-")] for part in text.split()]
    return {number for end in ends for number in range(end[0], end[-1] + 1)}


@pytest.fixture(scope="module")
def codes(home):
    (dialect,) = load(home / "spec", "quectel")
    assert dialect.chapter is not None
    return {
        name: {code.code: code.text for code in dialect.chapter.error_codes if code.set == name}
        for name in MEANT
    }


@pytest.mark.parametrize("name, wanted", [("cme", CME), ("cms", CMS)])
def test_each_number_has_a_text_of_its_own(codes, name, wanted):
    assert set(codes[name]) == numbers(wanted)
    assert len(set(codes[name].values())) == len(codes[name])


@pytest.mark.parametrize("name", MEANT)
def test_neighbours_are_told_apart(codes, name):
    for number, words in MEANT[name].items():
        assert words in codes[name][number], number
