// Puts the marks on the things that the page shows, be it the map, the outline or the phone, and keeps them there.
import { html, render } from '#lit';
import { t } from '../../ui/i18n.js';
import { isCommentable } from './thing.js';
import { refOf } from '../items.js';
import { commentsOf } from './store.js';
import './mark.js';

/** @typedef {import('../../ui/element.js').Session} Session */

const SETTLE_MS = 60; // what is drawn together is looked through once

/** @param {Session} session @param {HTMLElement} page */
export function markThings(session, page) {
  const comments = commentsOf(session);
  /** Things that have a mark. @type {Set<HTMLElement>} */
  let marked = new Set();
  let timer = 0;
  const mark = () => {
    timer = 0;
    const things = wanted(session, page);
    for (const element of marked) if (!things.has(element)) unmark(element);
    for (const element of things) put(element, comments.count(element.dataset.item ?? null));
    marked = things;
  };
  const soon = () => { timer ||= window.setTimeout(mark, SETTLE_MS); };
  for (const topic of ['comments', 'role', 'workshop']) session.hub.on(topic, soon);
  new MutationObserver((changes) => { if (changes.some(bringsThings)) soon(); }).observe(page, { childList: true, subtree: true });
  soon();
}

/** What is to be marked: of what is open somewhere; in the outline all, for who may not edit and has no menu there. @param {Session} session @param {HTMLElement} page @returns {Set<HTMLElement>} */
function wanted(session, page) {
  const comments = commentsOf(session);
  const every = page.querySelector('bb-outline') !== null && session.readOnly && comments.allowed;
  const things = /** @type {HTMLElement[]} */ ([...page.querySelectorAll('[data-item]')]);
  return new Set(things.filter((element) => (every ? isCommentable(refOf(element)) : comments.count(element.dataset.item ?? '') > 0)));
}

/** Before all that a view draws into the element, so that it never takes the mark for its own. @param {HTMLElement} element @param {number} count */
function put(element, count) {
  const line = element.closest('.entry');
  const place = line ?? element.querySelector(':scope > .stage__grip') ?? element;
  if (!place.querySelector(':scope > .comment-place')) {
    const made = document.createElement('span');
    made.className = 'comment-place';
    render(html`<bb-comment-mark .thing=${element.dataset.item ?? ''} .offered=${line !== null} .stop=${!element.closest('bb-board')}></bb-comment-mark>`, made);
    place.prepend(made);
  }
  element.toggleAttribute('data-comments', true);
  element.ariaDescription = count ? t('comments.count', { count }) : null;
}

/** @param {HTMLElement} element */
function unmark(element) {
  (element.closest('.entry') ?? element).querySelector('.comment-place')?.remove();
  element.removeAttribute('data-comments');
  element.ariaDescription = null;
}

/** @param {MutationRecord} change */
function bringsThings({ addedNodes }) {
  return [...addedNodes].some((node) => node instanceof HTMLElement && (node.matches('[data-item]') || node.querySelector('[data-item]') !== null));
}
