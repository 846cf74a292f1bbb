// Opens a report in Chromium as an editor does: by mouse and by keyboard, on a laptop and on a phone, in the dark and on
// paper, with and without JavaScript. Arguments: the folder of puppeteer-core, Chromium, the report.
const assert = require("node:assert");
const [modules, chromium, report] = process.argv.slice(2);
const puppeteer = require(`${modules}/puppeteer-core`);

const names = (page) => page.$$eval("table.sortable tbody tr", (rows) =>
  rows.filter((row) => !row.hidden).map((row) => row.cells[0].firstChild.textContent));

/** Clicks on the head of a column and gives that column from above. */
async function sorted(page, head) {
  const button = await page.waitForSelector(`::-p-xpath(//table[@class="sortable"]//th/button[text()="${head}"])`);
  await button.click();
  return page.evaluate((head) => {
    const cells = [...document.querySelectorAll("table.sortable thead th")];
    const column = cells.findIndex((cell) => cell.textContent === head);
    const values = [...document.querySelectorAll("table.sortable tbody tr")].map((row) => row.cells[column].textContent);
    return { order: cells[column].getAttribute("aria-sort"), values };
  }, head);
}

async function table(page) {
  const all = await names(page);
  assert(all.length > 5, "the table has documents");
  const warnings = await sorted(page, "Warnings");
  assert.deepStrictEqual(warnings.values.map(Number), warnings.values.map(Number).sort((a, b) => b - a));
  assert(warnings.order === "descending" && Number(warnings.values[0]) > 0);
  assert.strictEqual((await sorted(page, "Warnings")).order, "ascending");
  const documents = await sorted(page, "Document");
  assert.deepStrictEqual([...documents.values].sort(new Intl.Collator(undefined, { numeric: true }).compare), documents.values);
  await page.click(".filter input[type=checkbox]");
  const wanting = await names(page);
  assert(wanting.length > 0 && wanting.length < all.length, "some documents have findings and others have none");
  assert.strictEqual(await page.$eval(".filter output", (it) => it.value), `${wanting.length} of ${all.length} are shown`);
  await page.type(".filter input[type=search]", "c001");
  assert((await names(page)).every((name) => wanting.includes(name)));
  await page.type(".filter input[type=search]", " nothing has this");
  assert.deepStrictEqual(await names(page), []);
}

/** Goes through the page with the tab key alone, and opens and sorts with it. */
async function keyboard(page) {
  const reached = new Set();
  for (let steps = 0; steps < 200; steps += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const it = document.activeElement;
      const style = getComputedStyle(it);
      return it === document.body ? null : { what: it.className || it.textContent.trim() || it.type || it.tagName,
        tag: it.tagName, seen: style.outlineStyle !== "none" || it.tagName === "INPUT" };
    });
    if (!at) break;
    assert(at.seen, `where the focus is can be seen on ${at.what}`);
    reached.add(at.tag === "SUMMARY" ? at.tag : at.what);
    if (at.what === "Errors") {
      await page.keyboard.press("Enter");
      assert(await page.$("th[aria-sort=descending]"), "Enter sorts");
    }
    if (at.tag === "SUMMARY") {
      const isOpen = () => page.evaluate(() => document.activeElement.parentElement.open);
      const before = await isOpen();
      await page.keyboard.press("Space");
      assert.notStrictEqual(await isOpen(), before, "Space opens");
      await page.keyboard.press("Space");
    }
  }
  for (const what of ["skip", "SUMMARY", "Document", "Errors", "Milliseconds", "search", "checkbox", "scroll"]) {
    assert(reached.has(what), `${what} is reached: ${[...reached]}`);
  }
}

/** The contrast of the text of some elements to the paper (WCAG 2.2, 1.4.3). */
const contrast = (page) => page.evaluate(() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((part) => part / 255).map((c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const paper = (it) => {
    const color = getComputedStyle(it).backgroundColor;
    return color === "rgba(0, 0, 0, 0)" ? paper(it.parentElement) : color;
  };
  return [...document.querySelectorAll("h1, .lead strong, .totals li, .badge, .place, .excerpt mark, .explanation, .output, .none, td, th button")].map((it) => {
    const [a, b] = [light(getComputedStyle(it).color), light(paper(it))].sort((a, b) => b - a);
    return { what: it.className || it.tagName, ratio: (a + .05) / (b + .05) };
  }).sort((a, b) => a.ratio - b.ratio)[0];
});

(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  const open = async (width, height) => {
    await page.setViewport({ width, height });
    await page.goto(`file://${report}`);
  };
  await open(1280, 800);
  await table(page);
  await open(1280, 800);
  await keyboard(page);
  for (const width of [1280, 360]) {
    await open(width, 740);
    await page.$$eval("details", (all) => all.forEach((it) => { it.open = true; }));
    const content = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.strictEqual(content, width, `nothing sticks out at ${width} pixels`);
    await table(page);
  }
  for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await open(1280, 800);
    await page.$$eval("details", (all) => all.forEach((it) => { it.open = true; }));
    const worst = await contrast(page);
    assert(worst.ratio >= 4.5, `${worst.what} has a contrast of ${worst.ratio.toFixed(2)} in ${scheme}`);
  }
  await page.emulateMediaFeatures([]);
  await open(1280, 800);
  await page.emulateMediaType("print");
  assert(await page.$$eval(".code .explanation", (all) => all.every((it) => it.checkVisibility())), "findings are printed");
  assert.strictEqual(await page.$eval(".filter", (it) => getComputedStyle(it).display), "none");
  assert((await page.pdf({ format: "A4" })).length > 10000, "it can be printed");
  await page.emulateMediaType("screen");
  await page.setJavaScriptEnabled(false);
  await open(1280, 800);
  assert.strictEqual(await page.$(".filter"), null);
  assert((await page.$$("table.sortable tbody tr")).length > 5, "it can be read without JavaScript");
  assert.deepStrictEqual(said, [], "the browser has nothing to complain of");
  await browser.close();
  console.log("the report sorts, filters, is reached by keys, fits a phone, and is legible in the dark and on paper");
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
