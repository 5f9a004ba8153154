# SPDX-License-Identifier: MIT
"""What is checked of one form before anything leaves, and how its payload is coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atbind.c.settings import NO_INDEX
from atbind.c.text import c_flag, stated
from atbind.model.dialect import Position, Rule, SendPayload, Test
from atbind.model.parameter import PAYLOAD_MAX

if TYPE_CHECKING:
    from atbind.c.forms import FormView

TESTS = {
    "given": "ATB_GIVEN",
    "absent": "ATB_NOT_GIVEN",
    "=": "ATB_EQUAL",
    "!=": "ATB_NOT_EQUAL",
    ">=": "ATB_AT_LEAST",
    "<=": "ATB_AT_MOST",
}
CODINGS = {
    "raw": "ATB_RAW",
    "hex": "ATB_HEX",
    "escaped": "ATB_ESCAPED",
    "setting": "ATB_BY_SETTING",
}


class FormChecks:
    """Struct atb_form_checks of a form, beside its rest."""

    def __init__(self, view: FormView):
        self.view = view
        self._form = view.form

    def members(self) -> list[tuple[str, str]]:
        """Initializers of struct atb_form_checks beside its rest; none without rules and payload."""
        rules, payload = self.rules(), self._form.payload
        found = stated(
            ("check", self._check()),
            ("coder", self._coder()),
            ("rules", f"{self.view.id}_rules" if rules else ""),
            *(self._payload(payload) if payload and not payload.sure else ()),
            ("rule_count", str(len(rules))),
            ("etx", c_flag(payload and payload.etx)),
            ("esc_cancels", c_flag(payload and payload.esc_cancels)),
        )
        counted = not found or "length_position" in dict(found)
        return found if counted else [*found, ("length_position", NO_INDEX)]

    def rules(self) -> list[Rule]:
        """Rules about positions; literals need none."""
        return [
            rule
            for rule in self._form.rules
            if all(self.view.place(t.parameter) is not None for t in (rule.when, rule.must) if t)
        ]

    def rule_rows(self) -> list[tuple[str, ...]]:
        return [self._rule_row(rule) for rule in self.rules()]

    def _rule_row(self, rule: Rule) -> tuple[str, ...]:
        def half(test: Test | None) -> tuple[str, str, str]:
            if test is None:
                return "0", "0", "ATB_ALWAYS"
            index = self.view.place(test.parameter)
            assert index is not None
            value = value_number(self.view.variable[index], test.value)
            return value, str(index), TESTS[test.op]

        (a_value, a, when), (b_value, b, must) = half(rule.when), half(rule.must)
        return a_value, b_value, a, when, b, must

    def _coder(self) -> str:
        """What its payload needs that does not just leave as it is."""
        payload = self._form.payload
        if payload is None:
            return ""
        if payload.mode == "ctrl_z":
            return "&atb_etx_coder" if payload.etx else "&atb_ctrl_z"
        if payload.setting or payload.coding != "raw":
            return "&atb_coder"
        # the modem's timer ends what Ctrl-Z would end, too: the prompt is the same
        return "&atb_ctrl_z" if payload.mode == "timeout" else ""

    def _check(self) -> str:
        payload, rules = self._form.payload, self.rules()
        if payload is None or payload.sure:
            return "atb_check_rules" if rules else ""
        if payload.mode == "inline":
            return "atb_check_both_inline" if rules else "atb_check_inline"
        return "atb_check_both" if rules else "atb_check_payload"

    def _payload(self, payload: SendPayload) -> list[tuple[str, str]]:
        coding = CODINGS["setting" if payload.setting else payload.coding]
        setting = self.view.settings.constant(payload.setting) if payload.setting else ""
        index = self.view.place(payload.index) if payload.index else None
        length = self.view.place(payload.length) if payload.length else None
        return [
            ("coding", coding if coding != "ATB_RAW" else ""),
            ("coding_setting", setting),
            ("coding_index", NO_INDEX if index is None else f"{index}u"),
            ("payload_max", str(payload.maximum or PAYLOAD_MAX)),
            ("length_position", NO_INDEX if length is None else f"{length}u"),
        ]


def value_number(position: Position, value: int | str | None) -> str:
    """What a rule compares with: a number, or the index of a word."""
    parameter = position.parameter
    if value is None:
        return "0"
    if parameter.type != "integer" and parameter.values is not None:
        return str([str(v) for v in parameter.values].index(str(value)))
    return str(value)
