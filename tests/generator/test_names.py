# SPDX-License-Identifier: MIT
"""C names: from the manual's spelling to identifiers."""

import re

import pytest
from atbind.model import names
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("manual", "c"),
    [
        ("contextID", "context_id"),
        ("IP_address", "ip_address"),
        ("User name", "user_name"),
        ("Local IPV6 address", "local_ipv6_address"),
        ("NmRetry", "nm_retry"),
        ("serverIP", "server_ip"),
        ("Destination_IP/hostname", "destination_ip_hostname"),
        ("IPaddr", "ipaddr"),
        ("TLSVersion", "tls_version"),
        ("default", "default_"),
        ("class", "class_"),
        ("short", "short_"),
    ],
)
def test_the_name_of_a_parameter(manual, c):
    assert names.c_name(manual) == c


@given(st.text(max_size=20))
def test_any_name_gives_an_identifier_or_nothing(text):
    derived = names.c_name(text)
    assert derived == "" or re.fullmatch(r"[a-z0-9_]+", derived)
    assert derived not in names.C_KEYWORDS


@pytest.mark.parametrize(
    ("command", "type_", "given_name", "has_set", "expected"),
    [
        ("+QIOPEN", "set", None, True, "quectel_qiopen"),
        ("+QIOPEN", "test", None, True, "quectel_qiopen_test"),
        ("+QIOPEN", "read", None, True, "quectel_qiopen_read"),
        ("+QIOPEN", "execute", None, True, "quectel_qiopen_execute"),
        ("+QIOPEN", "execute", None, False, "quectel_qiopen"),
        ("+QISEND", "set", "qisend_length", True, "quectel_qisend_length"),
        ("+QISEND", "set", "quectel_qisend_length", True, "quectel_qisend_length"),
        ("O", "execute", None, False, "quectel_ato"),
        ("+++", "data", None, False, "quectel_escape"),
    ],
)
def test_the_name_of_a_form(command, type_, given_name, has_set, expected):
    assert names.form_id("quectel", command, type_, given_name, has_set) == expected


def test_the_names_of_lines():
    assert names.info_id("quectel_qird") == "quectel_qird_info"
    assert names.result_id("quectel", "+QIOPEN") == "quectel_qiopen_result"
    assert names.urc_id("quectel", "recv") == "quectel_urc_recv"
    assert names.final_id("quectel", "SEND OK") == "quectel_final_send_ok"
    assert names.final_id("quectel", "+CME ERROR:") == "quectel_final_cme_error"


def test_the_names_of_constants_and_models():
    assert names.constant("quectel_qiopen", "max") == "QUECTEL_QIOPEN_MAX"
    assert names.model_name("MN316-S") == "mn316_s"
