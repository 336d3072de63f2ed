// The page is complete without this: here are only its search, its filter, and the copy buttons.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const accounts = [...document.querySelectorAll("article")];
  const said = byId("said");
  const tools = byId("tools");

  const texts = new Map();
  const textOf = (account) => {
    if (!texts.has(account)) texts.set(account, account.textContent.toLowerCase());
    return texts.get(account);
  };

  const apply = () => {
    const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const state = tools.elements.status.value;
    let shown = 0;
    for (const account of accounts) {
      const fits = (state === "all" || account.classList.contains(state)) && words.every((word) => textOf(account).includes(word));
      account.hidden = !fits;
      shown += fits;
    }
    byId("found").textContent = shown === accounts.length
      ? "Showing all accounts." : `Showing ${shown} of ${accounts.length} accounts.`;
  };

  const unfold = (open) => {
    for (const account of accounts) account.firstElementChild.open = open;
    byId("unfold").textContent = open ? "Collapse all" : "Expand all";
    byId("unfold").setAttribute("aria-pressed", open);
  };

  const showTarget = () => {
    const target = byId(location.hash.slice(1));
    if (!target || target.localName !== "article") return;
    if (target.hidden) {
      tools.reset();
      apply();
    }
    target.firstElementChild.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  };

  const copyBySelection = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("the browser does not let this page copy");
  };

  const copy = async (button) => {
    const text = button.parentElement.querySelector("pre").textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      try {
        copyBySelection(text);
        button.focus();
      } catch {
        said.textContent = "Not copied: select the command and copy it by hand.";
        return;
      }
    }
    button.textContent = "Copied";
    said.textContent = `Copied: ${text}`;
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };

  const pattern = document.createElement("button");
  pattern.type = "button";
  pattern.textContent = "Copy";
  pattern.setAttribute("aria-label", "Copy the command");
  for (const command of document.querySelectorAll(".cmd")) command.append(pattern.cloneNode(true));
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".cmd button");
    if (button) copy(button);
  });

  // For browsers whose style sheets cannot open what is folded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });

  if (!tools) return;
  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("input", apply);
  byId("unfold").addEventListener("click", () => unfold(byId("unfold").getAttribute("aria-pressed") !== "true"));
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input")) return;
    event.preventDefault();
    byId("search").focus();
  });
  addEventListener("hashchange", showTarget);
  apply();
  showTarget();
})();
