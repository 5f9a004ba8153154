"""When an answer means success: what the four manuals say of each, line by line."""

from pathlib import Path

from atbind.build.spec import load

SPEC = Path(__file__).resolve().parents[2] / "spec"

SAID = {
    "quectel_urc_dnsgip": "<err> = 0",
    "quectel_qiopen_result": "<err> = 0",
    "quectel_qping_summary": "<sent> given",
    "quectel_qntp_result": "<err> = 0",
    "simcom_ip_error": "never",
    "simcom_ip_error_code": "never",
    "simcom_netopen_result": "<err> = 0",
    "simcom_netclose_result": "<err> = 0",
    "simcom_cipopen_result": "<err> = 0",
    "simcom_ciperror": "never",
    "simcom_cipsend_result": "<cnfSendLength> >= <reqSendLength>",
    "simcom_cipclose_result": "<err> = 0",
    "simcom_serverstop_result": "<err> = 0",
    "simcom_cdnsgip_failure": "never",
    "fibocom_urc_mipstat": "never",
    "fibocom_mipcall_refused": "never",
    "fibocom_mipopen_result": "<State> = 1",
    "fibocom_mipclose_result": "<close_type> = 0",
    "fibocom_mipclose_result_counted": "<close_type> = 0",
    "fibocom_mipsets_info": "<Status> = 0",
    "fibocom_mipdsets_info": "<Status> = 0",
    "fibocom_mipsend_info": "<Status> = 0",
    "fibocom_mipsend_pushed": "<Status> = 0",
    "fibocom_mipsend_sent": "<Status> = 0",
    "fibocom_mippush_info": "<Status> = 0",
    "fibocom_mipodm_result": "<State> = 1",
    "fibocom_mipntp_result": "<Result> = 1",
    "onemo_mipopen_result": "<result> = 0",
    "onemo_mipclose_result": "<ret_code> = 0",
    "onemo_mdnsgip_result": "<ip> given",
    "onemo_mping_lost": "never",
    "onemo_mping_failure": "never",
    "onemo_mntp_result": "<result> = 0",
}


def test_each_answer_says_what_success_is():
    lines = (line for dialect in load(SPEC) for line in dialect.lines)
    assert {line.id: str(line.success) for line in lines if line.success} == SAID
