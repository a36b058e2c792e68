/* The booth: from the convened paper to the receipt. What must not be lost is in IndexedDB before anything is sent. */
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const LANGUAGE = document.documentElement.lang, PORTAL = document.body.dataset.portal;
  const STEPS = ["paper", "right", "choice", "cast"], LATER_MINUTES = 45;
  let mine = null;

  /* --- notes: the first that was written under a name stays --- */
  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open("booth", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("notes");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const request = async (mode, make) => {
    const transaction = (await opened).transaction("notes", mode, { durability: "strict" });
    return new Promise((done, failed) => {
      const asked = make(transaction.objectStore("notes"));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => failed(asked.error);
    });
  };
  const find = (name) => request("readonly", (notes) => notes.get(name));
  const names = () => request("readonly", (notes) => notes.getAllKeys());
  const save = async (name, fresh) => {
    try {
      await request("readwrite", (notes) => notes.add(fresh, name));
    } catch (error) {
      if (error.name !== "ConstraintError") throw error;
    }
    return find(name);
  };

  /* --- what is seen --- */
  const only = (name) => {
    for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== name;
    for (const [place, step] of STEPS.entries()) {
      const mark = at("way").children[place];
      if (step === name) mark.setAttribute("aria-current", "step"); else mark.removeAttribute("aria-current");
    }
    at("way").hidden = !STEPS.includes(name);
    at(name).querySelector("h1").focus();
  };
  const told = (name, shown = true) => {
    for (const one of document.querySelectorAll("[data-told]")) one.hidden = !(shown && one.dataset.told === name);
  };
  const word = (choice) => at("words").dataset[choice] ?? choice;
  const moment = (instant) => new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long", timeStyle: "short" })
    .format(new Date(instant));
  const groups = (text) => text.match(/.{4}/g).join(" ");

  /* --- the four steps --- */
  const showPaper = async () => {
    const { paper, convened, cancelled } = mine;
    if (!await Published.isConvened(paper, convened, cancelled)) return only("refused");
    at("question").textContent = paper.question;
    at("closes").textContent = moment(paper.closes_at);
    at("mark").textContent = groups(convened);
    only("paper");
  };
  const askForRight = async () => {
    const wish = await find(`${mine.name}/wish`) ?? await save(`${mine.name}/wish`, await Vote.newWish(mine.paper));
    const asked = { blinded: wish.blinded, who: mine.name }, own = await find("voting-key");
    if (own) asked.signature = await Vote.signRequest(mine.paper, wish, own.secret);
    at("ask").href = `${PORTAL}/${LANGUAGE}/votes/${mine.paper.poll_id}?${new URLSearchParams(asked)}`;
    only("right");
  };
  const takeRight = async (signature) => {
    const wish = await find(`${mine.name}/wish`);
    const later = new Date(Date.now() + (5 + Math.random() * LATER_MINUTES) * 60000).toISOString();
    await save(`${mine.name}/credential`, { credential: await Vote.unblind(mine.paper, wish, signature), later });
    await choose();
  };
  const choose = async () => {
    mine.filled = 0;
    const { paper } = mine, one = paper.most_choices === 1, { later } = await find(`${mine.name}/credential`);
    at("asked").textContent = paper.question;
    at("later").textContent = moment(later < paper.closes_at ? later : paper.closes_at);
    at("too-soon").hidden = Date.now() >= Date.parse(later);
    at("choices").replaceChildren(...paper.choices.map((choice, place) => {
      const label = at("option").content.cloneNode(true).firstElementChild, input = label.querySelector("input");
      Object.assign(input, { type: one ? "radio" : "checkbox", name: "choice", value: choice, id: `choice-${place}` });
      label.querySelector("span").textContent = word(choice);
      return label;
    }));
    told("");
    only("choice");
  };
  const check = () => {
    const chosen = [...document.querySelectorAll("#choices input:checked")].map((input) => input.value);
    if (!chosen.length || chosen.length > mine.paper.most_choices) return told("nothing-chosen");
    mine.chosen = chosen;
    told("");
    at("check-question").textContent = mine.paper.question;
    at("check-choice").textContent = chosen.map(word).join(", ");
    only("cast");
  };
  /* The last turn that was filled in, or that has its receipt. A ballot is sent as it was filled in; another choice is
     another turn, and the highest counts. */
  const lastTurn = async (kind, name = mine.name) => Math.max(0, ...(await names())
    .filter((one) => one.startsWith(`${name}/${kind}-`)).map((one) => Number(one.split("-").pop())));
  const cast = async () => {
    told("casting");
    const { paper, name } = mine, wish = await find(`${name}/wish`);
    const { credential } = await find(`${name}/credential`);
    if (!mine.filled) {
      const turn = await lastTurn("ballot") + 1;
      await save(`${name}/ballot-${turn}`, await Vote.fillIn(paper, wish, credential, mine.chosen, turn));
      mine.filled = turn;
    }
    await send(await find(`${name}/ballot-${mine.filled}`), mine.filled);
  };
  const send = async (ballot, turn) => {
    let reply;
    try {
      const answer = await fetch("/ballots", { method: "POST", body: JSON.stringify(ballot), credentials: "omit",
        referrerPolicy: "no-referrer", cache: "no-store", headers: { "Content-Type": "application/json" } });
      reply = await answer.json();
    } catch {
      return told("no-receipt");
    }
    if (reply.error) return told(reply.error.retryable ? "no-receipt" : "not-taken");
    if (!await Vote.isReceipt(mine.paper, ballot, reply.result)) return told("wrong-receipt");
    await save(`${mine.name}/receipt-${turn}`, reply.result);
    at("receipt").textContent = groups(reply.result.receipt);
    told("");
    only("done");
  };
  const goOn = async () => {
    const turn = await lastTurn("ballot");
    if (turn > await lastTurn("receipt")) {
      mine.filled = turn;
      at("check-question").textContent = mine.paper.question;
      at("check-choice").textContent = (await find(`${mine.name}/ballot-${turn}`)).choices.map(word).join(", ");
      only("cast");
      return told("no-receipt");
    }
    return await find(`${mine.name}/credential`) ? choose() : showPaper();
  };

  /* --- my ballots, and the proof --- */
  const board = async (path) => {
    const answer = await (await fetch(path, { credentials: "omit", referrerPolicy: "no-referrer" })).json();
    if (answer.error) throw new Error(answer.error.exc_type);
    return answer.result;
  };
  const prove = async (name, paper, verdict) => {
    const { receipt } = await find(`${name}/receipt-${await lastTurn("receipt", name)}`);
    try {
      const head = await board(`/boards/${paper.poll_id}`);
      let found = false, whole = head.digest === await Vote.digest(paper) && await Published.chained(head.batches) === head.root;
      for (const batch of head.batches) {  // all of them: nobody learns which one is looked for
        const leaves = [];
        for (const ballot of (await board(`/boards/${paper.poll_id}/${batch.number}`)).ballots)
          leaves.push(await Vote.leafOf(ballot));
        found ||= leaves.includes(receipt);
        whole &&= await Published.rootOf(leaves) === batch.root;
      }
      verdict.textContent = at("words").dataset[found && whole ? "found" : "missing"];
    } catch (error) {
      verdict.textContent = at("words").dataset[error.message === "poll_not_closed" ? "notYet" : "away"];
    }
  };
  const showMine = async () => {
    const rows = [];
    for (const name of (await names()).filter((one) => one.endsWith("/paper"))) {
      const kept = await find(name), row = at("ballot").content.cloneNode(true).firstElementChild;
      const start = name.slice(0, -"/paper".length), turn = await lastTurn("receipt", start);
      const receipt = turn ? await find(`${start}/receipt-${turn}`) : null;
      row.querySelector("h2").textContent = kept.paper.question;
      row.querySelector(".print").textContent = receipt ? groups(receipt.receipt) : "";
      for (const state of row.querySelectorAll("[data-state]"))
        state.hidden = (state.dataset.state === "cast") !== Boolean(receipt);
      row.querySelector("[data-do=again]").addEventListener("click", () => { mine = { ...kept, name: start }; goOn(); });
      row.querySelector("[data-do=prove]").addEventListener("click",
        () => prove(start, kept.paper, row.querySelector("[role=status]")));
      rows.push(row);
    }
    at("ballots").replaceChildren(...rows);
    at("none").hidden = rows.length > 0;
    at("key-made").hidden = !await find("voting-key");
    only("mine");
  };
  const bindKey = async () => {
    const own = await find("voting-key") ?? await save("voting-key", await Vote.newKey());
    location.assign(`${PORTAL}/${LANGUAGE}/votes/key?key=${own.key}`);
  };

  /* What comes behind the # is sent to no server; it is read once, and taken out of the address. */
  const arrive = async () => {
    const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    history.replaceState(null, "", location.pathname);
    if (given.paper) {
      const shown = JSON.parse(given.paper), name = (await Vote.digest([shown.who, shown.paper])).slice(0, 16);
      mine = { ...shown, name };
      if (!await Published.isConvened(shown.paper, shown.convened, shown.cancelled)) return only("refused");
      mine = { ...await save(`${name}/paper`, shown), name };
      return goOn();
    }
    if (given.signed) {
      const kept = await find(`${given.who}/paper`);
      if (!kept) return only("elsewhere");
      mine = { ...kept, name: given.who };
      return takeRight(given.signed);
    }
    return showMine();
  };
  const refuse = (error) => { console.error(error.name); only("failed"); };
  const doing = { "go-right": askForRight, "go-check": check, "go-cast": cast, "go-back": choose, "go-key": bindKey,
    "go-mine": showMine };
  for (const [id, act] of Object.entries(doing))
    for (const button of document.querySelectorAll(`[data-go=${id}]`))
      button.addEventListener("click", () => Promise.resolve(act()).catch(refuse));
  window.addEventListener("hashchange", () => arrive().catch(refuse));
  arrive().catch(refuse);
})();
