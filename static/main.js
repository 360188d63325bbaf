// The board's page: opens the board, then shows it with all that stands around it, as a map or an outline, or alone on the wall.
import { Session } from './sync/session.js';
import { dress, sharpen } from './ui/dress.js';
import { setSession } from './ui/element.js';
import { setBase } from './ui/icons.js';
import { head } from './ui/page.js';
import { styles } from './ui/styles.js';
import { attend } from './room/attend.js';
import './room/bar.js';
import './room/strip.js';

const REST_MS = 2_000;
const SOON_MS = 200; // where the browser does not say when it rests

setBase(head.base);
/** A phone, upright or not, shows the board a stage at a time, unless the address asks for another view. */
if (head.view === 'board') head.view = matchMedia('(pointer: coarse) and (width <= 640px), (pointer: coarse) and (height <= 480px)').matches ? 'phone' : 'map';

async function start() {
  const coming = view();
  const sharp = sharpen();
  const session = await Session.open(head);
  setSession(session);
  await breath();
  if (!session.loaded && !session.closed) await waited(session);
  const name = await coming;
  await sharp;
  show(head.view === 'wall' ? ['bb-wall'] : ['bb-bar', 'bb-strip']);
  if (!session.closed) {
    await breath();
    document.getElementById('main')?.append(document.createElement(name));
  }
  attend(session);
  /** Comments come with the first of them, with leave for followers to write them, or when somebody asks. @param {Event} [event] */
  const comments = async (event) => {
    const { followers, revision } = session.workshop.comments;
    if (event || followers || revision) (await import('./board/comments/comments.js')).attend(session, event);
  };
  session.hub.on('workshop', () => comments());
  addEventListener('bb-comment', comments);
  addEventListener('bb-owner', () => void import('./board/panels.js').then(({ openOwner }) => openOwner()));
  addEventListener('bb-keys', () => void import('./board/panels.js').then(({ openKeys }) => openKeys()));
  addEventListener('bb-find', () => void import('./board/find.js').then(({ openFind }) => openFind(/** @type {any} */ (document.querySelector(name)))));
  void comments();
  rest(async () => {
    await dress();
    void import('./board/light.js'); // and all that comes along: who presses or writes first waits for nothing
  });
}

/** Loads the view that the address asks for, and what it is dressed in; resolves with the name of its element. */
async function view() {
  if (head.view === 'outline') return named('bb-outline', import('./board/outline/outline.js'), 'things', 'outline');
  if (head.view === 'phone') return named('bb-phone', import('./phone/phone.js'), 'things', 'phone');
  if (head.view === 'wall') await named('', import('./room/wall.js'), 'wall');
  return named('bb-board', import('./board/board.js'));
}

/** @param {string} element @param {Promise<unknown>} script @param {string[]} sheets */
async function named(element, script, ...sheets) {
  await Promise.all([script, ...sheets.map((sheet) => styles(`css/${sheet}.css`))]);
  return element;
}

/** Behind the first picture, and when nothing else is to be done. @param {() => void} act */
function rest(act) {
  requestAnimationFrame(() => ('requestIdleCallback' in globalThis ? requestIdleCallback(act, { timeout: REST_MS }) : setTimeout(act, SOON_MS)));
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
