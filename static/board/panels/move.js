// "Move to …": stage, activity, lane and place chosen from lists, for whoever does not drag.
import { html, nothing, render } from '#lit';
import { t } from '../../ui/i18n.js';
import { announce } from '../../ui/live.js';
import { styles } from '../../ui/styles.js';
import { focusOn } from '../acts.js';
import { laneTitle } from '../kinds.js';
import { cardLanes, placeOf, put, say, siblings } from '../places.js';

/** @typedef {import('../items.js').View} View */
/** @typedef {import('../items.js').Load} Load */
/** @typedef {import('../places.js').Place} Place */
/** @typedef {readonly (readonly [string, string])[]} Options */

/** @param {View} view @param {Load} ref @param {HTMLElement} opener */
export async function openMove(view, ref, opener) {
  await styles('css/panels.css');
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  dialog.setAttribute('aria-labelledby', 'move-title');
  let place = withLane(view.board, ref, placeOf(view.board, ref));
  const draw = (/** @type {Place} */ next) => {
    place = next;
    render(form(view, ref, place, draw), dialog);
  };
  draw(place);
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (dialog.returnValue !== 'go') return opener.focus();
    put(view.commands, ref, place);
    announce(t('said.dropped', { place: say(view.board, ref, place) }));
    void focusOn(view, ref);
  });
  dialog.showModal();
}

/** A card that lies in no lane begins with the first one. @param {import('../../model/board.js').Board} board @param {Load} ref @param {Place} place @returns {Place} */
function withLane(board, { root }, place) {
  const [first = null, second = null] = place.parents;
  if (root !== 'cards' || board.exists('lanes', second ?? '')) return place;
  return { ...place, parents: [first, cardLanes(board)[0]?.id ?? null] };
}

/** @param {View} view @param {Load} ref @param {Place} place @param {(place: Place) => void} draw */
function form(view, ref, place, draw) {
  const { board } = view;
  const count = siblings(board, ref, place.parents).length + 1;
  return html`<form method="dialog">
    <h2 class="dialog__title" id="move-title">${t('move.title')}</h2>
    ${placeFields(view, ref, place, draw)}
    ${place.parents.length && place.parents[0] === null ? nothing : select(t('move.place'), String(Math.min(place.index, count - 1)), Array.from({ length: count }, (_, i) => [String(i), t('place.nth', { n: i + 1, count })]), (value) => draw({ ...place, index: Number(value) }))}
    <div class="dialog__acts">
      <button class="button" value="no" formnovalidate>${t('app.cancel')}</button>
      <button class="button button--main" value="go">${t('move.go')}</button>
    </div></form>`;
}

/** @param {View} view @param {Load} ref @param {Place} place @param {(place: Place) => void} draw */
function placeFields(view, { root }, { parents, index }, draw) {
  const { board } = view;
  const tray = /** @type {const} */ (['', t('place.tray')]);
  const to = (/** @type {string} */ first, /** @type {string|null|undefined} */ second) => draw({ parents: second === undefined ? [first || null] : [first || null, second], index });
  if (root === 'activities') return select(t('stage.one'), parents[0] ?? '', [...board.stages().map(({ id, title }) => /** @type {const} */ ([id, title])), tray], (value) => to(value, undefined));
  if (root !== 'touchpoints' && root !== 'cards') return nothing;
  const columns = board.columns().map(({ id, stage }, i) => /** @type {const} */ ([id, `${i + 1} · ${board.stage(stage)?.title ?? ''}: ${board.activity(id)?.text ?? ''}`]));
  const lanes = cardLanes(board);
  return html`${select(t('move.activity'), parents[0] ?? '', [...columns, tray], (value) => to(value, root === 'cards' ? parents[1] ?? null : undefined))}
    ${root === 'cards' ? select(t('move.lane'), parents[1] ?? '', lanes.map((lane) => [lane.id, laneTitle(lane)]), (value) => to(parents[0] ?? '', value)) : nothing}`;
}

/** @param {string} label @param {string} value @param {Options} options @param {(value: string) => void} choose */
function select(label, value, options, choose) {
  return html`<label class="field"><span class="field__label">${label}</span>
    <select class="input" @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.target).value)}>
      ${options.map(([key, name]) => html`<option value=${key} ?selected=${key === value}>${name}</option>`)}</select></label>`;
}
