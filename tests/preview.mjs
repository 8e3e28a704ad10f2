// Opens a preview in Chromium, saves a file as editors do, and reports as JSON what the page showed before and after.
// Usage: node preview.mjs NODE_MODULES CHROMIUM ADDRESS FILE OLD NEW
import { createRequire } from "node:module";
import { readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";

const [modules, executablePath, address, file, before, after] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/`)("playwright-core");

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
const refused = [];
// The driver runs scripts of its own in every frame; that those are kept out of the page's is as it should be.
const own = /Blocked script execution .* sandboxed/;
page.on("console", (message) => { if (message.type() === "error" && !own.test(message.text())) refused.push(message.text()); });
const hosts = new Set();
page.on("request", (request) => hosts.add(new URL(request.url()).host));
await page.goto(address, { waitUntil: "load" });
const frame = page.frame("page");
const label = (name) => frame.evaluate((id) => getComputedStyle(document.getElementById(id), "::before").content, name);
const found = {
  address: page.url(),
  cards: await page.locator(".card h2 a").allTextContents(),
  label: await label("victims"),
  color: await frame.evaluate(() => getComputedStyle(document.getElementById("victims")).borderInlineStartColor),
};
await frame.locator("#victims").click();
found.scrolled = await page.evaluate(() => document.getElementById("card-victims").getBoundingClientRect().top < 200);
await page.waitForTimeout(300);
// How editors save: over the file, by renaming another file over it, and as Vim does, with the old file kept until the end.
const ways = {
  "in place": (text) => writeFileSync(file, text),
  "renamed over it": (text) => {
    writeFileSync(`${file}.new~`, text);
    renameSync(`${file}.new~`, file);
  },
  "with a backup": (text) => {
    writeFileSync(file.replace(/[^/]*$/, ".$&.swp"), "");
    renameSync(file, `${file}~`);
    writeFileSync(file, text);
    unlinkSync(`${file}~`);
  },
};
const saved = async (save, words) => {
  // The page itself says when it stands anew: asking it again and again from outside would slow it down.
  await page.evaluate(() => {
    window.renewed = new Promise((done) => {
      document.getElementById("page").addEventListener("load", () => done(Date.now()), { once: true });
    });
  });
  const text = readFileSync(file, "utf8").replace(words === after ? before : after, words);
  const start = Date.now();
  save(text);
  const milliseconds = (await page.evaluate(() => window.renewed)) - start;
  const shown = await frame.evaluate((sought) => document.body.textContent.includes(sought), words);
  await page.waitForTimeout(300);
  return { milliseconds, shown };
};
found.saves = {};
for (const [name, save] of Object.entries(ways)) {
  found.saves[name] = [await saved(save, after), await saved(save, before), await saved(save, after), await saved(save, before)];
}
await saved(ways["in place"], after);
await page.locator(".card .text").filter({ hasText: after }).waitFor();
found.card = await page.locator("#card-victims .text").last().textContent();
found.refused = refused;
found.hosts = [...hosts];
await browser.close();
process.stdout.write(JSON.stringify(found));
