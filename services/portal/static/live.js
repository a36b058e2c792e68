// What waits is shown anew when the portal tells that it changed. Without this script a reload shows the same.
"use strict";
(() => {
  const main = document.getElementById("main");
  const from = document.querySelector("link[rel=events]");
  if (!main || !from || !window.EventSource) return;
  let known = "";
  const show = async () => {
    if (main.contains(document.activeElement) && document.activeElement !== main) {
      main.addEventListener("focusout", show, { once: true }); // nothing moves away under a finger or a reader
      return;
    }
    const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    main.replaceChildren(...page.getElementById("main").childNodes);
  };
  new EventSource(from.href).addEventListener("tasks", (told) => {
    if (known && told.lastEventId !== known) show();
    known = told.lastEventId;
  });
})();
