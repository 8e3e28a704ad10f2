"use strict";

const page = document.getElementById("page");
const cards = document.getElementById("cards");
const connection = document.getElementById("connection");
const slug = document.body.dataset.slug;

// A click on a block shows its card; the links of the page lead to files that a preview does not have.
function wire() {
  page.contentDocument.addEventListener("click", (event) => {
    if (event.target.closest("a")) event.preventDefault();
    const block = event.target.closest("h1, [id]");
    const name = block && (block.tagName === "H1" ? "title" : block.id);
    const card = name && document.getElementById(`card-${name}`);
    if (card) card.scrollIntoView();
  });
}

async function renew() {
  const height = page.contentWindow.scrollY;
  page.addEventListener("load", () => page.contentWindow.scrollTo(0, height), { once: true });
  page.contentWindow.location.reload();
  const answer = await fetch(`/cards/${slug}`);
  if (!answer.ok) throw new Error(answer.statusText);
  cards.innerHTML = await answer.text();
}

async function watch() {
  let revision = document.body.dataset.revision;
  for (;;) {
    try {
      const answer = await fetch(`/revision?after=${revision}`);
      if (!answer.ok) throw new Error(answer.statusText);
      const now = await answer.text();
      if (now !== revision) await renew();
      revision = now;
      connection.textContent = "follows the files";
    } catch {
      connection.textContent = "the preview has ended; start it again";
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
}

page.addEventListener("load", wire);
if (page.contentDocument && page.contentDocument.readyState === "complete") wire();
if (document.body.dataset.revision) watch();
