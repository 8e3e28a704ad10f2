// Opens pages in Chromium, light and dark, and reports as JSON what a reader with a screen reader, a narrow telephone or
// a strict network would meet: violations of WCAG, requests, violations of the content policy, and sideways scrolling;
// and the place of every letter of the paragraphs whose id begins with `seen-`.
// Usage: node browse.mjs NODE_MODULES CHROMIUM PAGE...
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, executablePath, ...pages] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// The left end and the middle of every letter, as the browser laid it out.
function letters() {
  const found = [];
  for (const paragraph of document.querySelectorAll("[id^=seen-]")) {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      [...walker.currentNode.data].reduce((start, letter) => {
        const range = document.createRange();
        range.setStart(walker.currentNode, start);
        range.setEnd(walker.currentNode, start + letter.length);
        const [box] = range.getClientRects();
        if (box) found.push([letter, box.left, (box.top + box.bottom) / 2]);
        return start + letter.length;
      }, 0);
    }
  }
  return found;
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const found = [];
for (const file of pages) {
  const page = await browser.newPage({ colorScheme: "light", viewport: { width: 1000, height: 900 } });
  const address = pathToFileURL(file).href;
  const requests = [];
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:")) requests.push(request.url());
  });
  await page.addInitScript(() => {
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(address, { waitUntil: "load" });
  const placed = await page.evaluate(letters);
  await page.evaluate(axe);
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    const checked = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), tags);
    found.push({
      file, scheme, requests, letters: placed,
      ground: await page.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor),
      refused: await page.evaluate(() => window.refused),
      styled: await page.evaluate(() => getComputedStyle(document.body).maxInlineSize !== "none"),
      pictures: await page.evaluate(() => [...document.images].every((image) => image.naturalWidth > 0)),
      passes: checked.passes.length,
      violations: checked.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`)),
    });
  }
  await page.setViewportSize({ width: 320, height: 600 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  found.slice(-2).forEach((one) => { one.width = width; });
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(found));
