/* SPDX-License-Identifier: MIT */
/* Search without a server: index.js holds one row for each thing, [name, what it is, page, words]. */
"use strict";
(function () {
  const query = document.getElementById("query");
  const found = document.getElementById("found");
  const root = document.body.dataset.root;
  const MOST = 24;

  const plain = (text) => text.toLowerCase().replace(/[^a-z0-9<>+ ]+/g, " ").trim();
  const rows = ATBIND.map(([name, what, page, words]) => ({
    name, what, page, key: plain(name).replace(/^at/, ""), all: plain(name + " " + what + " " + words),
  }));

  function rank(row, words) {
    if (!words.every((word) => row.all.includes(word))) return 0;
    const first = words[0].replace(/^at(?=\+)/, "").replace(/^\+/, "");
    const key = row.key.replace(/^\+/, "");
    return key === first ? 4 : key.startsWith(first) ? 3 : key.includes(first) ? 2 : 1;
  }

  function search(text) {
    const words = plain(text).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return rows
      .map((row) => [rank(row, words), row])
      .filter(([score]) => score)
      .sort(([a], [b]) => b - a)
      .slice(0, MOST)
      .map(([, row]) => row);
  }

  function item(row) {
    const link = document.createElement("a");
    link.href = root + row.page;
    const name = link.appendChild(document.createElement("b"));
    name.textContent = row.name;
    link.append(" " + row.what);
    const entry = document.createElement("li");
    entry.append(link);
    return entry;
  }

  function show() {
    const hits = search(query.value);
    found.replaceChildren(...hits.map(item));
    if (query.value.trim() && !hits.length) {
      const none = found.appendChild(document.createElement("li"));
      none.textContent = "Nothing has all of these words.";
    }
    found.hidden = !query.value.trim();
  }

  function move(step) {
    const links = [query, ...found.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
  }

  query.addEventListener("input", show);
  query.addEventListener("keydown", (event) => {
    const first = found.querySelector("a");
    if (event.key === "Enter" && first) location.href = first.href;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== query) {
      event.preventDefault();
      query.focus();
    } else if (event.key === "Escape") {
      found.hidden = true;
      query.blur();
    } else if (!found.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".search")) found.hidden = true;
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    query.value = asked;
    show();
  }
})();
