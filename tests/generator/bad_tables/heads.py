# SPDX-License-Identifier: MIT
"""Mistakes in what the head of the toy table holds: one of its lines is replaced."""

# what is wrong: (beginning of the line, what stands there instead, texts of the messages)
CASES = {
    "a model of which nothing is said": (
        "models:",
        "models: {A1: , B2: {}}  #!",
        ["`A1` is empty; it must be a map; a model of which there is nothing to say has {}"],
    ),
    "error codes of no set": (
        "error_codes:",
        "error_codes: {1: busy}  #!",
        ["`error_codes` is `busy`; it must be a set of codes, which has a name: {err: {1: busy}}"],
    ),
    "a URC with the whole name that it has in C": (
        "urcs:",
        "urcs: {toy_urc_closed: {line: 'CLOSED: <id>'}}  #!",
        ["`toy_urc_closed` begins as C names do by themselves; write closed: toy_urc_closed"],
    ),
    "a URC whose name says that it is one": (
        "urcs:",
        "urcs: {urc_closed: {line: 'CLOSED: <id>'}}  #!",
        ["`urc_closed` begins as C names do by themselves; write closed: toy_urc_closed"],
    ),
    "what ends with a line and is not transparent mode": (
        "urcs:",
        "urcs: {closed: {line: 'CLOSED: <id>', ends: connection}}  #!",
        ["`closed ends`: `connection` can only be data, where transparent mode is over; leave it"],
    ),
    "a final of no kind": (
        "finals:",
        "finals: {SEND OK: good, CONNECT: connect}  #!",
        ["`SEND OK` cannot be `good`; known: success, failure, connect"],
    ),
    "no time limit at all": (
        "default_timeout:",
        "errata: []",
        ["`default_timeout` is missing; add it to dialect.yaml (ours where the manual gives none"],
    ),
    "two finals but for a blank": (
        "finals:",
        "finals: {SEND OK: success, SENDOK: success, CONNECT: connect}  #!",
        ["are one keyword"],
    ),
    "a lifetime that is none": (
        "settings:",
        "settings: {mode: {of: id, assume: 0, lifetime: ever}, layout: {assume: 0, lifetime: stored}}  #!",
        ["cannot be `ever`; known: connection, power, stored"],
    ),
    "a group that is called like a model": (
        "models:",
        "models: {A1: {}, B2: {}}\nmodel_groups: {A1: [A1, B2]}  #!",
        ["`A1` is a model, too; rename the group"],
    ),
    "a setting per parameter that is not there": (
        "settings:",
        "settings: {mode: {of: di, assume: 0, lifetime: power}}  #!",
        ["<di> is no parameter with a range; define it or correct `of`"],
    ),
    "a setting whose index begins too late": (
        "parameters:",
        "parameters: {id: {type: integer, range: 200..255}}",
        ["256 values of settings in all, from 0 of each index on; at most 255 fit"],
    ),
    "a setting that is assumed to be more than 32 bits": (
        "settings:",
        "settings: {layout: {assume: 2147483648, lifetime: power}}  #!",
        ["`layout assume`: `2147483648` does not fit (maximum 2147483647)"],
    ),
    "a setting that is assumed to be less than nothing": (
        "settings:",
        "settings: {layout: {assume: -1, lifetime: power}}  #!",
        ["`layout assume`: `-1` does not fit (minimum 0)"],
    ),
    "too many values of settings": (
        "parameters:",
        "parameters: {id: {type: integer, range: 0..299}}",
        ["300 values of settings in all, from 0 of each index on; at most 255 fit"],
    ),
    "a model without any of the values": (
        "parameters:",
        "parameters: {id: {type: integer, values: {0: a, 1: b}, models: {A1: {without: [0, 1]}}}}  #!",
        ["<id>: no value is left; write `unsupported: true`"],
    ),
    "a model without values of a range": (
        "parameters:",
        "parameters: {id: {type: integer, range: 0..5, models: {A1: {without: [3]}}}}  #!",
        ["<id>: `without` is for `values`; give the model a `range`, or the parameter its values"],
    ),
    "a model with a range and a length that are none": (
        "parameters:",
        "parameters:\n  id: {type: integer, range: 0..5, models: {A1: {range: 0..3,\n"
        "      length: 5..1}}}  #!",
        ["the range 5..1 is the wrong way round"],
    ),
    "a model that lacks no command": (
        "models:",
        "models: {A1: {lacks: [+Y]}, B2: {}}  #!",
        ["`+Y` is no command and no form id; known: +X, toy_x_read, x_read"],
    ),
    "a model that lacks no parameter": (
        "models:",
        "models: {A1: {lacks: [+X <mode>]}, B2: {}}  #!",
        ["+X has no parameter <mode>"],
    ),
    "a final that ends nothing known": (
        "finals:",
        "finals: {NO CARRIER: {final: failure, ends: dta}}  #!",
        ["`dta`", "data"],
    ),
    "a final that does not say how": (
        "finals:",
        "finals: {NO CARRIER: {ends: data}}  #!",
        ["`final`"],
    ),
    "a URC that ends a command": (
        "urcs:",
        "urcs: {closed: {line: 'CLOSED: <id>', ends: any command}}  #!",
        ["`closed ends`"],
    ),
    "a setting that is not transparent mode": (
        "settings:",
        "settings: {mode: {of: id, assume: 0, lifetime: power, online: false}}  #!",
        ["`mode online`: false can only be true; leave it out otherwise"],
    ),
    "a note on no model": (
        "models:",
        "models: {A1: {}, B2: {}}\nnotes: {3: {C3: only one socket}}  #!",
        ["`C3`"],
    ),
    "two models of one C name": (
        "models:",
        "models: {A1: {}, a1: {}}  #!",
        ["a1 and A1 get the same C name `a1`"],
    ),
    "a model that is called as none is": (
        "models:",
        "models: {A1: {}, Any: {}}  #!",
        ["Any and no model at all get the same C name `any`; rename one"],
    ),
    "a model of which C has no letter": (
        "models:",
        "models: {A1: {}, é: {}}  #!",
        ["é and what has neither letter nor digit get the same C name ``; rename one"],
    ),
    "a URC that is a final": (
        "urcs:",
        "urcs: {closed: {line: 'CLOSED: <id>'}, done: {line: OK}}  #!",
        ["`OK` is a final result code, reported anyway; remove this row"],
    ),
    "two URCs that look alike": (
        "urcs:",
        "urcs: {closed: {line: 'CLOSED: <id>'}, again: {line: 'CLOSED: <id>'}}  #!",
        ["cannot be told apart unasked; add a `when`, or join them"],
    ),
    "a start that is none": (
        "urcs:",
        "urcs: {closed: {line: 'CLOSED: <id>', boots: false}}  #!",
        ["`closed boots`: false can only be true; leave it out otherwise"],
    ),
    "a URC without a word": (
        "urcs:",
        "urcs: {closed: {line: '<id>'}}  #!",
        ["a received line begins with a word"],
    ),
    "a URC whose name is no C name": (
        "urcs:",
        "urcs: {Closed-it: {line: 'CLOSED: <id>'}}  #!",
        ["`Closed-it` is not a C name"],
    ),
    "an error code that is no number among numbers": (
        "error_codes:",
        "error_codes:\n  err:\n    1: busy\n    5x1: late  #!\n    3: gone\n    '4': quoted  #!",
        ["`5x1` is no number, and codes of `err` are; write it as a number", "`4` is no number"],
    ),
    "a number among error codes that are words": (
        "error_codes:",
        "error_codes:\n  err:\n    busy: Busy  #!\n    1: Late",
        ["`busy` is no number, and codes of `err` are"],
    ),
    "an error code beyond 32 bits": (
        "error_codes:",
        "error_codes: {err: {-2147483648: busy}}  #!",
        ["`-2147483648` leaves 32 bits; the largest number is 2147483647"],
    ),
    "a default timeout of nothing": (
        "default_timeout:",
        "default_timeout: 0 s  #!",
        ["`0 s` leaves no time for an answer; give more, such as 10 s"],
    ),
    "a default timeout of hours": (
        "default_timeout:",
        "default_timeout: 6554 s  #!",
        ["`6554 s` is longer than can be waited; the most is 6553500 ms"],
    ),
    "a curly quote in a URC": (
        "urcs:",
        "urcs: {closed: {line: 'CLOSED: “<id>”'}}  #!",
        ['column 9 of `CLOSED: “<id>”`: `“` (LEFT DOUBLE QUOTATION MARK) is no ASCII; write `"`'],
    ),
    "a dash in a final": (
        "finals:",
        "finals: {SEND–OK: success, CONNECT: connect}  #!",
        ["`–` (EN DASH) is no ASCII; write `-`"],
    ),
    "no title": ("title:", "", ["`title` is missing; add it to dialect.yaml"]),
    "no default timeout": ("default_timeout:", "", ["`default_timeout` is missing; add it"]),
    "a default timeout that is none": (
        "default_timeout:",
        "default_timeout: long  #!",
        ["`long` is not a time; write it as 150 s or 300 ms"],
    ),
}
