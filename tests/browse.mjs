// Opens pages in Chromium, light and dark, and reports as JSON what a reader with a screen reader, a narrow telephone or
// a strict network would meet: violations of WCAG, requests, violations of the content policy, and sideways scrolling.
// Usage: node browse.mjs NODE_MODULES CHROMIUM PAGE...
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, executablePath, ...pages] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const found = [];
for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1000, height: 900 } });
  for (const file of pages) {
    const page = await context.newPage();
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
    await page.evaluate(axe);
    const checked = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), tags);
    const refused = await page.evaluate(() => window.refused);
    const styled = await page.evaluate(() => getComputedStyle(document.body).maxInlineSize !== "none");
    const pictures = await page.evaluate(() => [...document.images].every((image) => image.naturalWidth > 0));
    await page.setViewportSize({ width: 320, height: 600 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    found.push({
      file, scheme: colorScheme, requests, refused, styled, pictures, width,
      passes: checked.passes.length,
      violations: checked.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`)),
    });
    await page.close();
  }
  await context.close();
}
await browser.close();
process.stdout.write(JSON.stringify(found));
