// How an activity is rated: whose view above, below it the scale from 1 to 10, by one tap; the same tap again takes it back.
import { html, nothing, repeat } from '#lit';
import { SERIES } from '../model/schema.js';
import { HIGHEST, LOWEST } from '../board/curve_math.js';
import { t } from '../ui/i18n.js';
import { announce } from '../ui/live.js';

/** @typedef {import('../model/schema.js').Series} Series */
/** @typedef {import('./phone.js').Phone} View */

const SCALE = Array.from({ length: HIGHEST - LOWEST + 1 }, (_, i) => LOWEST + i);

/** Whose view, and the scale for it. @param {View} view @param {string} activity */
export function rates(view, activity) {
  const value = (/** @type {Series} */ series) => view.board.rating(activity, view.persona, series);
  if (view.readOnly) return told(SERIES.map((series) => /** @type {const} */ ([series, value(series)])));
  return html`${whose(view)}
    <div class="series-row" role="group" aria-label=${t('curve.chooser')}>${SERIES.map((series) => html`
      <button class="series-tab series-tab--${series}" type="button" aria-pressed=${series === view.series} data-act="series" data-series=${series}><span>${t(`series.${series}`)}</span><b style=${tone(value(series))}>${value(series) ?? '–'}</b></button>`)}</div>
    ${scale(view, activity, 'shelf')}`;
}

/** The scale alone. @param {View} view @param {string} activity @param {string} where of the two places of the page that may show it at once @param {Series} [series] */
export function scale(view, activity, where, series = view.series) {
  const { persona } = view;
  const now = view.board.rating(activity, persona, series);
  const name = `rate-${where}-${activity}-${series}`;
  const set = (/** @type {number|null} */ value) => {
    view.commands.rate(activity, persona, series, value);
    if (value === null) announce(t('curve.cleared'));
  };
  return html`${repeat([name], (one) => one, () => html`<fieldset class="scale10"><legend class="visually-hidden">${t('phone.rate', { series: t(`series.${series}`), activity: view.board.activity(activity)?.text || t('activity.empty') })}</legend>
    ${SCALE.map((value) => html`<label class="scale10__one" style=${tone(value)}><input class="visually-hidden" type="radio" name=${name} value=${value} .checked=${now === value}
      @click=${() => { if (now === value) set(null); }} @change=${() => set(value)}><span>${value}</span></label>`)}</fieldset>`)}`; // other radio buttons for another thing: renamed ones would uncheck each other
}

/** Whose ratings these are, where several travel. @param {View} view */
function whose(view) {
  const ids = view.board.personas();
  if (ids.length < 2) return nothing;
  return html`<div class="series-row" role="group" aria-label=${t('persona.several')}>${ids.map((id) => html`
    <button class="series-tab" type="button" aria-pressed=${id === view.persona} data-act="choose-persona" data-persona=${id}>${view.board.persona(id)?.name || t('persona.unnamed')}</button>`)}</div>`;
}

/** @param {(readonly [Series, number|null])[]} values */
function told(values) {
  const rated = values.filter(([, value]) => value !== null);
  if (!rated.length) return nothing;
  return html`<dl class="rated">${rated.map(([series, value]) => html`<div><dt>${t(`series.${series}`)}</dt><dd style=${tone(value)}>${value}</dd></div>`)}</dl>`;
}

/** Red over amber to green, as the pins on the map. @param {number|null} value */
const tone = (value) => (value === null ? '' : `--tone: var(--smiley-${Math.ceil(value / 2)})`);
