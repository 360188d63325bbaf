// The board's page: opens the board, then shows it with all that stands around it, as a map or an outline, or alone on the wall.
import { Session } from './sync/session.js';
import { setSession } from './ui/element.js';
import { setBase } from './ui/icons.js';
import { head } from './ui/page.js';
import { styles } from './ui/styles.js';
import { attend } from './room/attend.js';
import './board/board.js';
import './room/bar.js';
import './room/strip.js';

setBase(head.base);

async function start() {
  const session = await Session.open(head);
  setSession(session);
  await breath();
  if (!session.loaded && !session.closed) await waited(session);
  if (head.view === 'wall') await Promise.all([import('./room/wall.js'), styles('css/wall.css')]);
  if (head.view === 'outline') await Promise.all([import('./board/outline/outline.js'), styles('css/things.css'), styles('css/outline.css')]);
  show(head.view === 'wall' ? ['bb-wall'] : ['bb-bar', 'bb-strip']);
  if (!session.closed) {
    await breath();
    document.getElementById('main')?.append(document.createElement(head.view === 'outline' ? 'bb-outline' : 'bb-board'));
  }
  attend(session);
}

/** Reading what came, and drawing each part of it, are tasks of their own. */
const breath = () => new Promise((resolve) => { setTimeout(resolve); });

/** @param {string[]} chrome */
function show(chrome) {
  document.getElementById('opening')?.remove();
  const top = /** @type {HTMLElement} */ (document.getElementById('top'));
  top.replaceChildren(...chrome.map((name) => document.createElement(name)));
}

/** Neither the server nor a copy on this device has brought the board: says so, and goes on when it comes. @param {Session} session */
async function waited(session) {
  const { hideNotice, showWaiting } = await import('./room/notice.js');
  await showWaiting();
  if (session.loaded || session.closed) return hideNotice();
  await new Promise((resolve) => {
    for (const topic of ['loaded', 'closed']) session.hub.on(topic, resolve);
  });
  hideNotice();
}

void start();
