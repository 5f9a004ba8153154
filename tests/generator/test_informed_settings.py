# SPDX-License-Identifier: MIT
"""A form that both must be informed and sets: what holds when its information was lost.

ATB_INCOMPLETE sets nothing. That is right as long as the settings of every such form code its own
answer, and so count from its start. Whoever writes another one lets settings follow
ATB_INCOMPLETE as well (settle_settings() in runtime/atb_end.c: 12 bytes on a Cortex-M4).
"""

from pathlib import Path

from atbind.build.spec import load
from atbind.model.dialect import Form

SPEC = Path(__file__).resolve().parents[2] / "spec"


def codes_its_own_answer(form: Form) -> bool:
    codings = {line.payload.data_setting for line in form.infos if line.payload}
    return all(effect.setting in codings for effect in form.sets)


def test_what_is_informed_and_sets_codes_its_own_answer():
    forms = [form for dialect in load(SPEC) for form in dialect.forms]
    both = [form for form in forms if form.sets and form.owed.informs]
    assert [form.id for form in both] == ["fibocom_mipread"]
    assert all(codes_its_own_answer(form) for form in both)
