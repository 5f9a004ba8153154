# SPDX-License-Identifier: MIT
"""`atbind site`: every link leads somewhere, search finds, pages fit a phone, the dark and paper."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from atbind.build.spec import load
from atbind.tell.site import command_file, site

QUIET = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars
--disable-background-networking --disable-component-update --disable-sync
--allow-file-access-from-files --virtual-time-budget=3000""".split()


@pytest.fixture(scope="module")
def dialects(home):
    return load(home / "spec")


@pytest.fixture(scope="module")
def files(dialects):
    return site(dialects)


@pytest.fixture(scope="module")
def pages(files, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class Page(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.links += [given[key] for key in ("href", "src") if given.get(key)]
        self.ids += [given["id"]] if "id" in given else []
        if tag not in ("meta", "link", "input", "br", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def parsed(files):
    return {name: Page(text) for name, text in files.items() if name.endswith(".html")}


def test_every_link_leads_to_a_page_and_a_place_on_it(files, parsed):
    for name, page in parsed.items():
        for link in page.links:
            target = urlsplit(urljoin(f"http://site/{name}", link))
            path = target.path.lstrip("/")
            assert path in files, f"{name}: {link}"
            assert not target.fragment or target.fragment in parsed[path].ids, f"{name}: {link}"


def test_every_tag_is_closed_and_every_id_is_its_pages_own(parsed):
    for name, page in parsed.items():
        assert not page.open, name
        assert len(set(page.ids)) == len(page.ids), (name, sorted(page.ids))


def test_everything_that_can_be_searched_has_its_place(files, parsed):
    rows = json.loads(files["index.js"].removeprefix("const ATBIND = ").rstrip(";\n"))
    for name, _, target, _ in rows:
        path, _, place = target.partition("#")
        assert path in parsed and (not place or place in parsed[path].ids), name


def test_the_same_tables_give_the_same_bytes(dialects, files):
    assert site(dialects) == files


def test_every_form_parameter_and_limit_stands_on_its_commands_page(dialects, parsed):
    for dialect in dialects:
        for command in dialect.commands:
            page = parsed[f"{dialect.name}/{command_file(command.name)}"]
            for form in command.forms:
                assert form.id in page.ids and form.id + "(" in page.text
                assert all(f"<{p.name}>" in page.text for p in form.parameters), form.id
                assert not form.timeout or "Time limit" in page.text


def test_urcs_codes_errata_and_modules_stand_on_the_dialects_page(dialects, parsed):
    for dialect in dialects:
        page = parsed[f"{dialect.name}/index.html"]
        assert all(urc.id in page.ids for urc in dialect.urcs)
        assert all(code.text in page.text for code in dialect.error_codes)
        assert all(erratum.decision in page.text for erratum in dialect.errata)
        modules = dialect.models or dialect.modules
        assert modules and all(module.name in page.text for module in modules)
        assert all((module.section or module.seen) in page.text for module in dialect.modules)


def test_the_way_from_power_on_to_data_and_the_sockets_are_told(parsed):
    text = parsed["quectel/index.html"].text
    assert "From power-on to data" in text and "AT+QIACT=1" in text and "<stat> = 1 or 5" in text
    assert 'AT+QIOPEN=1,<id>,"TCP",<host>,<port>,0,0' in text and "readable of <connectID>" in text
    assert "What throws back" in text and "where <contextID> = 1" in text
    assert "From power-on" not in parsed["cellular/index.html"].text


def test_what_no_manual_has_says_where_it_was_seen(parsed):
    assert "Seen: every Quectel module." in parsed["quectel/index.html"].text


def test_tasks_stand_side_by_side(parsed):
    page = parsed["tasks.html"]
    for syntax in ("AT+QIOPEN=", "AT+CIPOPEN=", "AT+MIPOPEN=", "AT+MNTP", "AT+QPING="):
        assert syntax in page.text
    assert "Its manual has nothing for it." in page.text  # SIMCom has no ping


def test_an_example_stands_with_the_c_that_sends_it(parsed):
    text = parsed["quectel/qiopen.html"].text
    assert "→" not in text  # the arrows are the style's; copied text is clean
    assert 'AT+QIOPEN=1,0,"TCP","61.190.19.174",8705,0,0' in text
    assert 'quectel_qiopen(&modem, &answer, 1, 0, "TCP", "61.190.19.174", 8705, 0, 0);' in text


def cells(page: str, of: str) -> list[str]:
    """What the row of a matrix says, model by model."""
    (row,) = re.findall(rf'<tr><th scope="row"><a [^>]*><code>{of}</code>.*?</tr>', page)
    return re.findall(r"<td class=\"\w+\">(.*?)</td>", row)


def test_the_matrix_of_models_says_what_differs(dialects, files):
    onemo = next(d for d in dialects if d.name == "onemo")
    models, page = [model.name for model in onemo.models], files["onemo/models.html"]
    acknowledged = dict(zip(models, cells(page, r"\+MIPSACK"), strict=True))
    assert [m for m in models if acknowledged[m] == "–"] == ["MN316", "MN316-S", "MN326"]
    ids = dict(zip(models, cells(page, "<var>&lt;connect_id&gt;</var>"), strict=True))
    assert [m for m in models if ids[m] == "0 to 3"] == ["MN316A", "MN319"]
    assert [m for m in models if ids[m] == "0 to 4"] == ["MN316", "MN316-S", "MN326"]
    reports = dict(zip(models, cells(page, "<var>&lt;length&gt;</var>"), strict=True))
    assert [m for m in models if reports[m] == "–"] == ["MN316", "MN316-S", "MN316A", "MN326"]
    assert '<a href="index.html#onemo_urc_ack">' in page


# ---- in a browser -----------------------------------------------------------------


@pytest.fixture
def chromium(pages, tmp_path):
    if shutil.which("chromium") is None:
        pytest.skip("needs chromium: sudo apt-get install chromium")

    def run(target: str, *options: str) -> str:
        command = ["chromium", *QUIET, f"--user-data-dir={tmp_path}/profile", *options]
        done = subprocess.run(
            [*command, f"file://{pages}/{target}"], capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def results(dom: str) -> list[tuple[str, str]]:
    """What search shows: (name, where it leads)."""
    found = re.search(r'<ol id="found"[^>]*>(.*?)</ol>', dom, re.S).group(1)
    return [(name, link) for link, name in re.findall(r'<a href="([^"]*)"><b>(.*?)</b>', found)]


@pytest.mark.parametrize(
    "page, query, name, link",
    [
        ("index.html", "qiopen", "AT+QIOPEN", "quectel/qiopen.html"),
        ("index.html", "AT%2BMIPSEND", "AT+MIPSEND", "fibocom/mipsend.html"),
        ("quectel/qird.html", "554", "554 Open connection failed", "../quectel/index.html#err-554"),
        ("onemo/index.html", "quectel_qisend_ctrl_z", "AT+QISEND", "../quectel/qisend.html"),
        ("tasks.html", "keepidle", "AT+MIPTKA", "onemo/miptka.html"),
        ("tasks.html", "simcom dns", "AT+CDNSGIP", "simcom/cdnsgip.html"),
    ],
)
def test_search_finds_what_was_asked_for_among_the_first(chromium, page, query, name, link):
    found = results(chromium(f"{page}?q={query}", "--dump-dom"))
    assert (name, link) in found[:6], found


def test_search_says_when_there_is_nothing(chromium):
    dom = chromium("index.html?q=zzzz", "--dump-dom")
    assert not results(dom) and "Nothing has all of these words." in dom


FRAME = """<iframe id="f" src="{page}" style="width:390px;height:800px;border:0"></iframe>
<script>onload = () => {{ const d = document.getElementById("f").contentDocument.documentElement;
document.title = d.scrollWidth + " of " + d.clientWidth; }}</script>"""


@pytest.mark.parametrize(
    "page",
    ["index.html", "tasks.html", "quectel/qicsgp.html", "fibocom/models.html", "onemo/index.html"],
)
def test_a_page_is_as_wide_as_a_phone(chromium, pages, page):
    (pages / "frame.htm").write_text(FRAME.format(page=page))
    title = re.search(r"<title>(\d+) of (\d+)</title>", chromium("frame.htm", "--dump-dom"))
    assert title and title.group(1) == title.group(2) == "390"


def test_pages_are_drawn_light_and_dark(chromium, tmp_path):
    pictures = []
    for mode in ([], ["--force-dark-mode"]):
        picture = tmp_path / f"{len(pictures)}.png"
        chromium("quectel/qiopen.html", "--window-size=1280,1600", f"--screenshot={picture}", *mode)
        pictures.append(picture.read_bytes())
    assert all(picture[1:4] == b"PNG" and len(picture) > 50_000 for picture in pictures)
    assert pictures[0] != pictures[1]


def test_pages_are_printed_without_search_and_navigation(chromium, tmp_path):
    paper = tmp_path / "paper.pdf"
    chromium("quectel/qiopen.html", f"--print-to-pdf={paper}")
    assert paper.read_bytes().startswith(b"%PDF") and paper.stat().st_size > 20_000
