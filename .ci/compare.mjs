// An editor before the page of `postil diff` in Chromium; see .ci/compare. Ends with an error where something is not as
// docs/compare.md says.
import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

const [, , work, chromium] = process.argv;
const pictures = process.env.PICTURES;
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
const complaints = [];

/** The page, which may ask for nothing and at which nothing may complain. */
const open = async (width = 1280, scheme = "light", script = true) => {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height: 800 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => { if (!request.url().startsWith("file:")) complaints.push(request.url()); });
  await page.goto(`file://${work}/changes.html`);
  return page;
};
const press = async (page, keys) => { for (const key of keys) await page.keyboard.press(key); };
const picture = async (page, name) => { if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` }); };
const now = (page) => page.$$eval(".change", (all) => all.findIndex((change) => change.classList.contains("now")));
const shown = (page, selector) => page.$$eval(selector, (all) => all.filter((it) => it.checkVisibility()).length);

/** The worst contrast of words to what they stand on (WCAG 2.2, 1.4.3). */
const contrast = (page) => page.evaluate(() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((part) => part / 255).map((c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const paper = (it) => {
    const color = getComputedStyle(it).backgroundColor;
    return color === "rgba(0, 0, 0, 0)" ? paper(it.parentElement) : color;
  };
  return [...document.querySelectorAll("h1, h2, h3, .lead, .keys, .kinds label, .kind, .line, .side, del, ins, mark, .none")].map((it) => {
    const [a, b] = [light(getComputedStyle(it).color), light(paper(it))].sort((a, b) => b - a);
    return { what: it.className || it.tagName, ratio: (a + .05) / (b + .05) };
  }).sort((a, b) => a.ratio - b.ratio)[0];
});

try {
  const page = await open();
  const count = await page.$$eval(".change", (all) => all.length);
  assert.ok(count > 20);

  console.log("-- keys step, and stop at both ends");
  assert.equal(await now(page), -1);
  await press(page, "n");
  assert.equal(await now(page), 0);
  await press(page, "nnp");
  assert.equal(await now(page), 1);
  assert.equal(await page.$eval("#place", (place) => place.textContent), `change 2 of ${count}`);
  assert.ok(await page.evaluate(() => document.activeElement.matches(".change.now")), "a screen reader is told");
  await press(page, "pppp");
  assert.equal(await now(page), 0);
  await picture(page, "changes-1280");

  console.log("-- a tick hides a kind, and the keys pass it over");
  const kind = await page.$eval(".change", (change) => change.dataset.kind);
  const own = await page.$$eval(`.change[data-kind=${kind}]`, (all) => all.length);
  await page.click(`.kinds li[data-kind=${kind}] input`);
  assert.equal(await shown(page, ".change"), count - own);
  assert.equal(await shown(page, `.change[data-kind=${kind}]`), 0);
  assert.ok(await page.$$eval("section", (all) => all.every((file) =>
    !file.checkVisibility() || [...file.querySelectorAll(".change")].some((change) => change.checkVisibility()))), "no head without changes");
  await page.evaluate(() => document.activeElement.blur());
  for (let step = 0; step < count; step += 1) {
    await press(page, "n");
    assert.notEqual(await page.$eval(".now", (change) => change.dataset.kind), kind);
  }
  assert.equal(await page.$eval("#place", (place) => place.textContent), `change ${count - own} of ${count - own}`);
  await page.click(`.kinds li[data-kind=${kind}] input`);
  assert.equal(await shown(page, ".change"), count);

  console.log("-- a telephone, the dark, paper");
  for (const scheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      const other = await open(width, scheme);
      assert.equal(await other.evaluate(() => document.documentElement.scrollWidth), width, `nothing sticks out at ${width} pixels`);
      const worst = await contrast(other);
      assert.ok(worst.ratio >= 4.5, `${worst.what} has a contrast of ${worst.ratio.toFixed(2)} in ${scheme}`);
      await picture(other, `changes-${width}-${scheme}`);
    }
  }
  const paper = await open();
  await paper.emulateMediaType("print");
  assert.equal(await shown(paper, ".change"), count);
  assert.equal(await shown(paper, ".keys, .kinds input"), 0);
  assert.ok((await paper.pdf({ format: "A4", path: pictures ? `${pictures}/changes.pdf` : undefined })).length > 10000);

  console.log("-- without JavaScript");
  const plain = await open(1280, "light", false);
  assert.equal(await shown(plain, ".change"), count);
  assert.equal(await shown(plain, ".keys, .kinds input"), 0);
  assert.deepEqual(complaints, []);
  console.log("the page of changes works");
} finally {
  await browser.close();
}
