// Asks Lighthouse about one page, as a seat that has joined sees it: node audit.mjs ADDRESS COOKIE desktop|mobile; answers with JSON.
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

const CHROMIUM = process.env.CHROME_PATH ?? '/usr/bin/chromium';
// Those of tests/browser/conftest.py.
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const PASSED = 0.9;

const [address, cookie, preset] = process.argv.slice(2);
const chrome = await launch({ chromePath: CHROMIUM, chromeFlags: ['--headless=new', ...FLAGS] });
try {
  const flags = { port: chrome.port, onlyCategories: CATEGORIES, extraHeaders: { cookie }, logLevel: 'error' };
  const { lhr } = await lighthouse(address, flags, preset === 'desktop' ? desktopConfig : undefined);
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  console.log(JSON.stringify({ scores: scores(lhr), counted: counted(lhr), found: found(lhr) }));
} finally {
  chrome.kill();
}

function scores({ categories }) {
  return Object.fromEntries(CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)]));
}

/** What of the performance does not depend on the machine. */
function counted({ audits }) {
  const requests = audits['network-requests'].details.items.filter(({ url }) => !url.includes('/images/')); // pictures are content
  const element = audits['dom-size-insight'].details.debugData;
  return {
    kilobytes: requests.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1024,
    requests: requests.length,
    shift: audits['cumulative-layout-shift'].numericValue,
    elements: element.totalElements,
  };
}

/** Every audit that counts and is not passed, with what it names. */
function found({ audits, categories }) {
  const ids = CATEGORIES.flatMap((name) => categories[name].auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id));
  return ids.map((id) => audits[id]).filter(({ score }) => score !== null && score < PASSED)
    .map(({ id, displayValue = '', details }) => [id, displayValue, ...(details?.items ?? []).map(({ node, url }) => node?.snippet ?? url ?? '')].join(' ').trim());
}
