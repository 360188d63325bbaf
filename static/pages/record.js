// The record's page: times as the reader's own, and the map's frame as high as the map.
import { date } from '../ui/i18n.js';
import '../ui/page.js';

for (const element of document.querySelectorAll('time')) {
  element.textContent = date(element.dateTime, { dateStyle: 'long' });
  element.title = date(element.dateTime, { dateStyle: 'full', timeStyle: 'short' });
}

const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('.record__frame'));

function fit() {
  const map = frame.contentDocument?.documentElement;
  if (map) frame.style.blockSize = `${map.scrollHeight}px`;
}

frame.addEventListener('load', fit);
addEventListener('resize', fit);
if (frame.contentDocument?.readyState === 'complete') fit();
