# SPDX-License-Identifier: MIT
"""How much one command sends: the manuals' numbers, which tables and C tests are held to."""

import re

import pytest
from atbind.build import spec as build
from atbind.places import SPEC

ROOT = SPEC.parent
C_TEST = ROOT / "tests" / "regression" / "dialects_payload_limit_vanished.c"

# Form: most bytes, and the section of the manual that prints the number.
FACTS = {
    "quectel_qisend_ctrl_z": (1460, "2.7"),  # the text above the table
    "quectel_qisend": (1460, "2.7"),  # <send_length> cannot exceed it
    "quectel_qisend_to": (1460, "2.7"),
    "simcom_cipsend": (1500, "2.4"),  # <length> is 1-1500; so is the test answer
    "simcom_cipsend_length": (1500, "2.4"),
    "simcom_cipsend_udp": (1500, "2.4"),
    "simcom_cipsend_udp_length": (1500, "2.4"),
    "fibocom_mipsend": (1024, "1.6"),  # 1.4: blocks of 1024, 2048 characters once they are coded
    "fibocom_mipsend_ctrl_z": (2048, "2.1"),
    "fibocom_mipsend_timeout": (2048, "2.2"),
    "fibocom_mipsend_length": (2048, "2.3"),
    "onemo_mipsend": (1460, "3.5"),  # <send_length> in the command line is 0-1460
    "onemo_mipsend_prompt": (1460, "3.5"),
    "onemo_mipsend_open": (1460, "3.5"),
    "onemo_mipsend_length": (8192, "3.5"),  # behind a prompt it is 1-8192
}
FORMS = {form.id: form for dialect in build.load(SPEC) for form in dialect.forms if form.payload}
TESTED = {
    form: int(most)
    for most, form in re.findall(r"TAKES_UP_TO\((\d+),\s+STARTED\(\w+, (\w+),", C_TEST.read_text())
}


def test_every_form_with_payload_has_a_fact():
    assert set(FACTS) == set(FORMS)


@pytest.mark.parametrize("form", FACTS)
def test_the_table_has_the_manuals_number(form):
    assert (FORMS[form].payload.maximum, FORMS[form].section) == FACTS[form]


@pytest.mark.parametrize("form", FACTS)
def test_the_compiled_form_is_tried_with_it(form):
    assert TESTED.get(form) == FACTS[form][0]
