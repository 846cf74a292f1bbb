// The walk of an editor through `postil review` in Chromium; see .ci/review. Ends with an error where something is not as
// docs/review.md says.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [, , postil, work, chromium] = process.argv;
const pictures = process.env.PICTURES;
const read = (name) => readFileSync(`${work}/tei/${name}`, "utf8");

const server = spawn(postil, ["review", `${work}/tei`, "--serve"], { stdio: ["ignore", "pipe", "ignore"] });
const address = String((await once(server.stdout, "data"))[0]).trim();
const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const complaints = [];

/** A page that may ask for itself and nothing else, and at which nothing may complain. */
const open = async (url, width = 1366, scheme = "light") => {
  const page = await browser.newPage();
  await page.setViewport({ width, height: width > 500 ? 800 : 740 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const own = url.startsWith("file:") ? "file:" : address;
  page.on("dialog", (dialog) => { complaints.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => { if (!request.url().startsWith(own)) complaints.push(`a request: ${request.url()}`); });
  await page.goto(url);
  return page;
};
const text = (page, selector) => page.$eval(selector, (element) => element.textContent);
const press = async (page, keys) => { for (const key of keys) await page.keyboard.press(key); };
const settled = (page, words) => page.waitForFunction(
  (words) => document.getElementById("said").textContent.includes(words), { timeout: 10000 }, words);
const picture = async (page, name) => { if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` }); };

try {
  console.log("-- every page fits, in both schemes, and nothing complains");
  for (const name of ["index.html", "pages/letter-with-marginalia.xml.html", "pages/harm.xml.html", "pages/charter.xml.html"]) {
    for (const [width, scheme] of [[1366, "light"], [1366, "dark"], [360, "light"], [360, "dark"]]) {
      const page = await open(`file://${work}/review/${name}`, width, scheme);
      if (name !== "index.html") await press(page, "nnnp");
      for (const mark of await page.$$("#reading .mark")) if (await mark.isVisible()) { await mark.hover(); break; }
      const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      assert.ok(fits, `${name} is wider than ${width}`);
      await picture(page, `${name.replace(/\W+/g, "-")}-${width}-${scheme}`);
      await page.close();
    }
  }

  console.log("-- words can be told from their ground (WCAG 2, 1.4.3)");
  for (const scheme of ["light", "dark"]) {
    const page = await open(`file://${work}/review/pages/letter-with-marginalia.xml.html`, 1366, scheme);
    const faint = await page.evaluate(() => {
      const numbers = (color) => color.match(/[\d.]+/g).map(Number);
      const light = (color) => {
        const [r, g, b] = numbers(color).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (element) => {
        for (let at = element; at; at = at.parentElement) {
          const color = getComputedStyle(at).backgroundColor;
          if (numbers(color)[3] !== 0) return color;
        }
        return getComputedStyle(document.documentElement).backgroundColor;
      };
      const faint = new Set();
      for (const element of document.querySelectorAll("body *")) {
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || element.disabled || element.tagName === "SCRIPT") continue;
        const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 4.5) faint.add(`${element.tagName}.${element.className}`);
      }
      return [...faint];
    });
    assert.deepEqual(faint, [], scheme);
    await page.close();
  }

  console.log("-- without JavaScript everything is there");
  const plain = await browser.newPage();
  await plain.setJavaScriptEnabled(false);
  await plain.goto(`file://${work}/review/pages/letter-with-marginalia.xml.html`);
  assert.ok(await plain.$("#reading .mark") && await plain.$("#encoding a[href='#m0']"));
  await plain.close();

  console.log("-- filters");
  const filtered = await open(`file://${work}/review/pages/letter-with-marginalia.xml.html`);
  const shown = (page, kind) => page.$$eval(`#reading .mark.k-${kind}:not(.dim)`, (marks) => marks.length);
  assert.ok(await shown(filtered, "person") > 0);
  await filtered.click(".chip.k-person button");
  assert.equal(await shown(filtered, "person"), 0);
  assert.ok(await shown(filtered, "date") > 0);
  await filtered.close();

  console.log("-- from the index to a document, by its doubts");
  const page = await open(address);
  const link = await page.$("a[href$='letter-with-marginalia.xml.html']");
  await Promise.all([page.waitForNavigation(), link.click()]);
  await press(page, "d");
  const first = await page.$eval("#reading .current", (mark) => [mark.dataset.name, mark.classList.contains("doubt")]);
  assert.deepEqual(first[1], true);
  await press(page, "nnpp");

  console.log("-- accept");
  const before = read("letter-with-marginalia.xml");
  const chosen = await page.$eval("#reading .current", (mark) => ({ at: Number(mark.dataset.at), tag: mark.querySelector(":scope > .tip code").textContent }));
  assert.ok(before.slice(0).includes(chosen.tag) && chosen.tag.includes("cert="));
  await press(page, "a");
  await settled(page, "Accepted");
  const at = Buffer.from(before).subarray(0, chosen.at).toString().length;
  const accepted = before.slice(0, at) + chosen.tag.replace(/cert="\w+"/, "cert=\"high\"") + before.slice(at + chosen.tag.length);
  assert.equal(read("letter-with-marginalia.xml"), accepted);
  assert.equal(await page.$$eval("#reading .mark.c-accepted", (marks) => marks.length), 1);
  await picture(page, "served-accepted");

  console.log("-- reject, with a reason");
  await press(page, "d");
  const rejected = await page.$eval("#reading .current", (mark) => mark.querySelector(":scope > .tip code").textContent);
  await page.type("#reason", "no name & <no> date");
  await page.keyboard.press("Escape");
  await press(page, "r");
  await settled(page, "Rejected");
  const after = read("letter-with-marginalia.xml");
  assert.ok(after.length < accepted.length && after.split(rejected).length === accepted.split(rejected).length - 1);
  assert.ok(read(".postil/review.jsonl").includes("no name & <no> date"));

  console.log("-- reload: the page shows the file");
  await page.reload();
  assert.equal(await page.$$eval("#reading .mark.c-accepted", (marks) => marks.length), 1);

  console.log("-- kind and extent");
  await page.evaluate(() => [...document.querySelectorAll("#reading .mark.k-person")].find((mark) => mark.closest(".p")).click());
  await page.select("#to", "orgName");
  await settled(page, "Changed the kind");
  assert.ok(read("letter-with-marginalia.xml").includes("<orgName cert=\"high\">"));
  await page.evaluate(() => document.querySelector("#reading .mark.k-organization").click());
  const words = read("letter-with-marginalia.xml").match(/<orgName cert="high">(.*?)<\/orgName>/s)[1];
  await page.keyboard.press("BracketLeft");
  await settled(page, "Changed the extent");
  assert.ok(read("letter-with-marginalia.xml").match(/<orgName cert="high">(.*?)<\/orgName>/s)[1].endsWith(words));

  console.log("-- undo, to the first byte");
  for (const _ of [1, 2, 3, 4]) {
    await page.evaluate(() => { document.getElementById("said").textContent = ""; });
    await press(page, "u");
    await settled(page, "Taken back");
  }
  assert.equal(read("letter-with-marginalia.xml"), before);

  console.log("-- a conflict is settled by accepting what stands");
  await page.click("#reading .k-conflict");
  await press(page, "a");
  await settled(page, "Accepted");
  const settledText = before.replace(/<!-- postil:conflict c1.*?-->/g, "");
  assert.ok(settledText.length < before.length);
  assert.equal(read("letter-with-marginalia.xml"), settledText);

  assert.deepEqual(complaints, []);
  console.log("-- a file that has changed meanwhile is left alone");
  const other = before.replace("<p>", "<p>So, ");
  const { writeFileSync } = await import("node:fs");
  writeFileSync(`${work}/tei/letter-with-marginalia.xml`, other);
  await press(page, "da");
  await settled(page, "reload the page");
  assert.equal(read("letter-with-marginalia.xml"), other);
  assert.deepEqual(complaints.filter((complaint) => !complaint.includes("409")), []);
  writeFileSync(`${work}/tei/letter-with-marginalia.xml`, before);

  console.log("-- the server at the width of a telephone");
  const small = await open(`${address}pages/harm.xml.html`, 360, "dark");
  await press(small, "d");
  await picture(small, "served-360-dark");
  console.log("review works");
} finally {
  await browser.close();
  server.kill();
}
