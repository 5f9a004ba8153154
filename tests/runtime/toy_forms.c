/* SPDX-License-Identifier: MIT */
/* The test-only dialect's commands; its lines are in toy_dialect.c. */
#include "toy_dialect.h"

#include "atb_kind.h"
#include "atb_validate.h"
#include "atb_writer.h"

#define LENGTH(array) (uint8_t) ATB_LENGTH(array)
#define NONE          ATB_NO_INDEX

/* ---- parameters and forms ----------------------------------------------------------- */

#define NUMBER(name, min, max)                                                                     \
    {                                                                                              \
        name, &atb_integer,                                                                        \
        {                                                                                          \
            .span = { min, max }                                                                   \
        }                                                                                          \
    }
#define TEXT(name, kind, min, max)                                                                 \
    {                                                                                              \
        name, &(kind),                                                                             \
        {                                                                                          \
            .span = { min, max }                                                                   \
        }                                                                                          \
    }
#define EITHER(name, one, other)                                                                   \
    {                                                                                              \
        name, &atb_either,                                                                         \
        {                                                                                          \
            .either = (const struct atb_parameter *const[])                                        \
            {                                                                                      \
                &(one), &(other)                                                                   \
            }                                                                                      \
        }                                                                                          \
    }

static const char *const service_types[] = {"TCP", "UDP", "TCP LISTENER", NULL};
static const struct atb_range gaps[] = {{0, 5}, {0, 1}, {5, 5}, {0, -1}};
static const struct atb_parameter context_id = NUMBER("contextID", 1, 16);
static const struct atb_parameter connect_id = NUMBER("connectID", 0, 5);
static const struct atb_parameter service_type = {
    "service_type", &atb_words, {.words = service_types}};
static const struct atb_parameter address = TEXT("IP_address", atb_ip, 1, 45);
static const struct atb_parameter domain = TEXT("domain_name", atb_host, 1, 60);
static const struct atb_parameter address_or_domain = EITHER("IP_address", address, domain);
static const struct atb_parameter port = NUMBER("remote_port", 0, 65535);
static const struct atb_parameter local_port = NUMBER("local_port", 0, 65535);
static const struct atb_parameter access_mode = NUMBER("access_mode", 0, 2);
static const struct atb_parameter length_parameter = NUMBER("send_length", 1, 1460);
static const struct atb_parameter data = {"data", &atb_data, {.span = {0, 0}}};
static const struct atb_range any_seconds = {0, INT32_MAX};
static const struct atb_parameter seconds = {"timeout", &atb_wide_integer, {.range = &any_seconds}};
static const struct atb_parameter value = {"value", &atb_integers, {.range = gaps}};
static const struct atb_parameter apn = TEXT("APN", atb_quoted, 1, 9);
static const struct atb_parameter context_id_or_apn = EITHER("contextID", context_id, apn);
static const struct atb_parameter user = TEXT("user", atb_quoted_backslash, 0, 9);
static const struct atb_parameter word = TEXT("word", atb_bare, 1, 9);
static const struct atb_parameter key = TEXT("key", atb_hex_text, 2, 8);

#define ONE_SECOND   10
#define FIVE_SECONDS 50
static const struct atb_limit limit_parameter = {.ms = atb_limit_parameter,
                                                 .unit_ms = 1000,
                                                 .extra_ms = 5000,
                                                 .default_value = 10,
                                                 .parameter = 1};
static const struct atb_limit limit_product = {.ms = atb_limit_product,
                                               .unit_ms = 1000,
                                               .extra_ms = 500,
                                               .default_value = 4,
                                               .default_factor = 4,
                                               .parameter = 1,
                                               .factor = 2};
static const struct atb_limit limit_setting = {
    .ms = atb_limit_setting, .unit_ms = 1, .default_value = 2000, .parameter = TOY_OPEN_MS};

#define POSITIONS(array) .parameters = (array), .position_count = LENGTH(array)

const struct atb_form toy_at = {.text = "", .oks = 1, .time = ONE_SECOND};

static const struct atb_parameter *const qiopen_positions[] = {
    &context_id, &connect_id, &service_type, &address_or_domain, &port, &local_port, &access_mode};
static const struct atb_rule qiopen_rules[] = {
    {.a = 2, .when = ATB_EQUAL, .a_value = 2, .b = 5, .must = ATB_GIVEN},
};
static const struct atb_listed qiopen_lines[] = {{TOY_QIOPEN_RESULT, ATB_BEHIND_OK | ATB_PAYS}};
static const struct atb_effect qiopen_effects[] = {
    {.absent_value = 0, .setting = TOY_ACCESS_MODE, .index = 1, .value = 6, .elements = 6},
};
const struct atb_form toy_qiopen = {.text = "+QIOPEN=%,%,%,%,%" ATB_OR_END ",%" ATB_OR_END ",%",
                                    POSITIONS(qiopen_positions),
                                    .lines = qiopen_lines,
                                    .time = ONE_SECOND,
                                    .line_count = 1,
                                    .oks = 1,
                                    .results = 1,
                                    .connects = true,
                                    .key_position = 2,
                                    .rest =
                                        &(const struct atb_form_rest){.check = atb_check_rules,
                                                                      .rules = qiopen_rules,
                                                                      .rule_count = 1,
                                                                      .effects = qiopen_effects,
                                                                      .effect_count = 1,
                                                                      .result_time = FIVE_SECONDS,
                                                                      .length_position = NONE}};

static const struct atb_listed qiopen_test_lines[] = {{TOY_QIOPEN_TEST_INFO, ATB_BEFORE_OK}};
const struct atb_form toy_qiopen_test = {
    .text = "+QIOPEN=?", .line_count = 1, .oks = 1, .lines = qiopen_test_lines, .time = ONE_SECOND};

static const struct atb_parameter *const qird_positions[] = {&connect_id, &length_parameter};
static const struct atb_listed qird_lines[] = {{TOY_QIRD_INFO, ATB_BEFORE_OK}};
const struct atb_form toy_qird = {.text = "+QIRD=%,%",
                                  .line_count = 1,
                                  .oks = 1,
                                  POSITIONS(qird_positions),
                                  .lines = qird_lines,
                                  .time = ONE_SECOND};
static const struct atb_listed qird_query_lines[] = {{TOY_QIRD_QUERY_INFO, ATB_BEFORE_OK}};
const struct atb_form toy_qird_query = {.text = "+QIRD=%,0",
                                        .line_count = 1,
                                        .oks = 1,
                                        .parameters = qird_positions,
                                        .position_count = 1,
                                        .lines = qird_query_lines,
                                        .time = ONE_SECOND};

static const struct atb_parameter *const qiclose_positions[] = {&connect_id, &seconds};
const struct atb_form toy_qiclose = {
    .text = "+QICLOSE=%" ATB_OR_END ",%",
    .oks = 1,
    POSITIONS(qiclose_positions),
    .rest = &(const struct atb_form_rest){
        .limit = &limit_parameter, .limits_final = true, .length_position = NONE}};

static const struct atb_parameter *const qping_positions[] = {&connect_id, &seconds, &seconds};
static const struct atb_listed qping_lines[] = {{TOY_QPING_REPLY, ATB_BEHIND_OK},
                                                {TOY_QPING_SUMMARY, ATB_BEHIND_OK | ATB_PAYS}};
static const struct atb_listed one_ping_lines[] = {
    {TOY_QPING_REPLY, ATB_BEHIND_OK | ATB_PAYS_ALONE},
    {TOY_QPING_SUMMARY, ATB_BEHIND_OK | ATB_PAYS}};
const struct atb_form toy_qping = {.text = "+QPING=%" ATB_OR_END ",%" ATB_OR_END ",%",
                                   POSITIONS(qping_positions),
                                   .lines = qping_lines,
                                   .time = ONE_SECOND,
                                   .line_count = 2,
                                   .oks = 1,
                                   .results = 1,
                                   .rest = &(const struct atb_form_rest){.limit = &limit_product,
                                                                         .limits_result = true,
                                                                         .length_position = NONE}};
const struct atb_form toy_one_ping = {
    .text = "+MPING=%" ATB_OR_END ",%" ATB_OR_END ",%",
    POSITIONS(qping_positions),
    .lines = one_ping_lines,
    .time = ONE_SECOND,
    .line_count = 2,
    .oks = 1,
    .results = 1,
    .rest = &(const struct atb_form_rest){
        .limit = &limit_product, .limits_result = true, .length_position = NONE}};

static const struct atb_parameter *const cipopen_positions[] = {&connect_id, &local_port};
static const struct atb_listed cipopen_lines[] = {{TOY_CIPOPEN_RESULT, ATB_EITHER_SIDE | ATB_PAYS},
                                                  {TOY_CIPERROR, ATB_BEFORE_OK}};
const struct atb_form toy_cipopen = {.text = "+CIPOPEN=%,\"UDP\",,,%",
                                     POSITIONS(cipopen_positions),
                                     .lines = cipopen_lines,
                                     .line_count = 2,
                                     .oks = 1,
                                     .results = 1,
                                     .key_position = 1,
                                     .rest =
                                         &(const struct atb_form_rest){.limit = &limit_setting,
                                                                       .limits_final = true,
                                                                       .limits_result = true,
                                                                       .length_position = NONE}};

static const struct atb_parameter *const qisend_positions[] = {&connect_id, &length_parameter};
const struct atb_form toy_qisend = {.text = "+QISEND=%,%",
                                    .oks = 1,
                                    .final = TOY_SEND_OK,
                                    POSITIONS(qisend_positions),
                                    .time = ONE_SECOND,
                                    .send = ATB_SEND_LENGTH,
                                    .rest =
                                        &(const struct atb_form_rest){.check = atb_check_payload,
                                                                      .coder = &atb_coder,
                                                                      .length_position = 1,
                                                                      .payload_max = 1460}};
const struct atb_form toy_qisend_ctrl_z = {
    .text = "+QISEND=%",
    .oks = 1,
    .final = TOY_SEND_OK,
    .parameters = qisend_positions,
    .position_count = 1,
    .time = ONE_SECOND,
    .send = ATB_SEND_CTRL_Z,
    .rest = &(const struct atb_form_rest){.check = atb_check_payload,
                                          .coder = &atb_etx_coder,
                                          .length_position = NONE,
                                          .payload_max = 10,
                                          .esc_cancels = true}};
const struct atb_form toy_cipsend = {.text = "+CIPSEND=%,",
                                     .parameters = qisend_positions,
                                     .position_count = 1,
                                     .time = ONE_SECOND,
                                     .send = ATB_SEND_CTRL_Z,
                                     .oks = 1,
                                     .rest =
                                         &(const struct atb_form_rest){.check = atb_check_payload,
                                                                       .coder = &atb_etx_coder,
                                                                       .length_position = NONE,
                                                                       .etx = true,
                                                                       .esc_cancels = true}};
const struct atb_form toy_send_timeout = {
    .text = "+HEXSEND=%",
    .oks = 1,
    .parameters = qisend_positions,
    .position_count = 1,
    .time = ONE_SECOND,
    .send = ATB_SEND_TIMEOUT,
    .rest = &(const struct atb_form_rest){.check = atb_check_payload,
                                          .coder = &atb_coder,
                                          .coding = ATB_HEX,
                                          .length_position = NONE}};

static const struct atb_parameter unchecked_length = NUMBER("send_length", 0, 1460);
static const struct atb_parameter *const mipsend_positions[] = {&connect_id, &unchecked_length,
                                                                &data, &access_mode};
const struct atb_form toy_mipsend = {.text = "+MIPSEND=%" ATB_OR_EMPTY ",%,%" ATB_OR_END ",%",
                                     .oks = 1,
                                     POSITIONS(mipsend_positions),
                                     .time = ONE_SECOND,
                                     .send = ATB_SEND_INLINE,
                                     .rest =
                                         &(const struct atb_form_rest){.check = atb_check_inline,
                                                                       .coder = &atb_coder,
                                                                       .coding = ATB_BY_SETTING,
                                                                       .coding_setting = TOY_FORMAT,
                                                                       .coding_index = 0,
                                                                       .length_position = 1}};

static const struct atb_listed miprd_lines[] = {{TOY_MIPRD_INFO, ATB_BEFORE_OK}};
const struct atb_form toy_miprd = {.text = "+MIPRD=%,%",
                                   .line_count = 1,
                                   .oks = 1,
                                   POSITIONS(qird_positions),
                                   .lines = miprd_lines,
                                   .time = ONE_SECOND};
static const struct atb_listed miprd_query_lines[] = {{TOY_MIPRD_QUERY_INFO, ATB_BEFORE_OK}};
const struct atb_form toy_miprd_query = {.text = "+MIPRD=%",
                                         .line_count = 1,
                                         .oks = 1,
                                         .parameters = qird_positions,
                                         .position_count = 1,
                                         .lines = miprd_query_lines,
                                         .time = ONE_SECOND};

static const struct atb_listed mipopen_lines[] = {{TOY_MIPOPEN_RESULT, ATB_BEHIND_OK | ATB_PAYS}};
const struct atb_form toy_mipopen = {
    .text = "+MIPOPEN=%,%",
    POSITIONS(cipopen_positions),
    .lines = mipopen_lines,
    .time = ONE_SECOND,
    .line_count = 1,
    .oks = 1,
    .results = 1,
    .key_position = 1,
    .rest = &(const struct atb_form_rest){.result_time = FIVE_SECONDS, .length_position = NONE}};
static const struct atb_listed mipopen_read_lines[] = {{TOY_MIPOPEN_INFO, ATB_BEFORE_OK},
                                                       {TOY_MIPOPEN_NONE, ATB_BEFORE_OK}};
const struct atb_form toy_mipopen_read = {.text = "+MIPOPEN?",
                                          .line_count = 2,
                                          .oks = 1,
                                          .lines = mipopen_read_lines,
                                          .time = ONE_SECOND};

static const struct atb_listed hmsend_lines[] = {{TOY_PUSH, ATB_BEHIND_OK},
                                                 {TOY_HMSEND_RESULT, ATB_BEHIND_OK}};
const struct atb_form toy_hmsend = {.text = "+HMSEND=%,%",
                                    POSITIONS(qisend_positions),
                                    .lines = hmsend_lines,
                                    .time = ONE_SECOND,
                                    .line_count = 2,
                                    .oks = 2,
                                    .send = ATB_SEND_LENGTH,
                                    .rest =
                                        &(const struct atb_form_rest){.check = atb_check_payload,
                                                                      .coder = &atb_coder,
                                                                      .result_time = ONE_SECOND,
                                                                      .length_position = 1}};

static const struct atb_parameter *const mipmode_positions[] = {&connect_id, &access_mode};
const struct atb_form toy_mipmode = {.text = "+MIPMODE=%,%",
                                     POSITIONS(mipmode_positions),
                                     .time = ONE_SECOND,
                                     .oks = 1,
                                     .results = 1,
                                     .connects = true};

static const struct atb_parameter *const gtset_positions[] = {&value};
static const struct atb_effect gtset_effects[] = {
    {.absent_value = ATB_KEEP, .setting = TOY_IPRFMT, .index = NONE, .value = 0, .elements = 1},
};
const struct atb_form toy_gtset = {.text = "+GTSET=\"IPRFMT\",%",
                                   .oks = 1,
                                   POSITIONS(gtset_positions),
                                   .time = ONE_SECOND,
                                   .rest = &(const struct atb_form_rest){.effects = gtset_effects,
                                                                         .effect_count = 1,
                                                                         .length_position = NONE}};
static const struct atb_parameter *const format_positions[] = {&connect_id, &access_mode};
static const struct atb_effect format_effects[] = {
    {.absent_value = 1, .setting = TOY_FORMAT, .index = 0, .value = 1, .elements = 6},
};
static const struct atb_listed format_lines[] = {{TOY_FORMAT_INFO, ATB_BEFORE_OK}};
const struct atb_form toy_format = {.text = "+FORMAT=%" ATB_OR_END ",%",
                                    POSITIONS(format_positions),
                                    .lines = format_lines,
                                    .time = ONE_SECOND,
                                    .line_count = 1,
                                    .oks = 1,
                                    .at_once = true,
                                    .rest = &(const struct atb_form_rest){.tell = atb_apply_line,
                                                                          .effects = format_effects,
                                                                          .effect_count = 1,
                                                                          .length_position = NONE}};

const struct atb_form toy_escape = {.text = "+++", .time = ONE_SECOND, .oks = 1, .escapes = true};
const struct atb_form toy_ato = {.text = "O", .time = ONE_SECOND, .connects = true};

static const struct atb_listed odm_lines[] = {{TOY_ODM_RESULT, ATB_BEHIND_OK | ATB_PAYS}};
const struct atb_form toy_odm = {
    .text = "+MIPODM=%",
    .parameters = qird_positions,
    .position_count = 1,
    .lines = odm_lines,
    .time = ONE_SECOND,
    .line_count = 1,
    .oks = 1,
    .results = 1,
    .rest = &(const struct atb_form_rest){.tell = atb_apply_line, .length_position = NONE}};

static const struct atb_listed read_lines[] = {{TOY_READ_EMPTY, ATB_BEFORE_OK}};
const struct atb_form toy_read = {.text = "+MIPREAD=%",
                                  .line_count = 1,
                                  .oks = 1,
                                  .parameters = qird_positions,
                                  .position_count = 1,
                                  .lines = read_lines,
                                  .time = ONE_SECOND};

static const struct atb_parameter *const mipcall_positions[] = {&context_id_or_apn, &user, &word,
                                                                &key, &value};
static const struct atb_rule mipcall_rules[] = {
    {.a = 4, .when = ATB_AT_LEAST, .a_value = 5, .b = 3, .must = ATB_GIVEN},
    {.a = 4, .when = ATB_EQUAL, .a_value = 1, .b = 3, .must = ATB_NOT_GIVEN},
    {.when = ATB_ALWAYS, .b = 0, .must = ATB_NOT_EQUAL, .b_value = 13},
    {.a = 0, .when = ATB_AT_MOST, .a_value = 2, .b = 4, .must = ATB_NOT_EQUAL, .b_value = 5},
};
const struct atb_form toy_mipcall = {
    .text = "+MIPCALL=" ATB_OR_END "%" ATB_OR_END ",%" ATB_OR_END ATB_WITH_LAST
            ",%" ATB_OR_END ATB_OR_EMPTY ",%" ATB_OR_END ",%",
    .oks = 1,
    POSITIONS(mipcall_positions),
    .time = ONE_SECOND,
    .rest = &(const struct atb_form_rest){.check = atb_check_rules,
                                          .rules = mipcall_rules,
                                          .rule_count = LENGTH(mipcall_rules),
                                          .length_position = NONE}};

static const struct atb_parameter *const cipccfg_positions[] = {&access_mode, &access_mode,
                                                                &access_mode};
const struct atb_form toy_cipccfg = {.text = "+CIPCCFG=" ATB_OR_END ATB_OR_EMPTY
                                             "%" ATB_OR_END ATB_OR_EMPTY
                                             ",%" ATB_OR_END ATB_OR_EMPTY ",%",
                                     .oks = 1,
                                     POSITIONS(cipccfg_positions),
                                     .time = ONE_SECOND};

static const struct atb_parameter *const lacking_positions[] = {&connect_id};
const struct atb_form toy_lacking = {.text = "+LACKING=" ATB_OR_END ATB_LACKED "%",
                                     POSITIONS(lacking_positions),
                                     .time = ONE_SECOND,
                                     .oks = 1,
                                     .lacking = true};
const struct atb_form toy_broken_limit = {
    .text = "+PARTLY=" ATB_OR_END ATB_LACKED "%", .oks = 1, POSITIONS(lacking_positions)};

static const struct atb_listed hexread_lines[] = {{TOY_RTCP_HEX, ATB_BEFORE_OK}};
const struct atb_form toy_hexread = {
    .text = "+HEXREAD", .line_count = 1, .oks = 1, .lines = hexread_lines, .time = ONE_SECOND};
