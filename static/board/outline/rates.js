// What an activity is rated, from 1 to 10 in each series, for each persona.
import { html, nothing } from '#lit';
import { SERIES } from '../../model/schema.js';
import { t } from '../../ui/i18n.js';
import { announce } from '../../ui/live.js';
import { HIGHEST, LOWEST } from '../curve_math.js';
import { bounded } from '../panels/fields.js';

/** @typedef {import('../../model/schema.js').Series} Series */
/** @typedef {import('../../ui/element.js').Element} View */

/** @param {View} view @param {string} activity */
export function rates(view, activity) {
  const all = view.board.personas();
  const several = all.length > 1;
  const rated = (several ? all : [null]).map((persona) => {
    const name = several ? view.board.persona(persona ?? '')?.name || t('persona.unnamed') : '';
    return view.session.readOnly ? told(view, activity, persona, name) : html`<fieldset class="rates" aria-label=${name ? nothing : t('lane.rating')}>
      ${name ? html`<legend class="rates__who">${name}</legend>` : nothing}
      ${SERIES.map((series) => field(view, activity, persona, series))}</fieldset>`;
  }).filter((part) => part !== nothing);
  return rated.length ? rated : nothing;
}

/** @param {View} view @param {string} activity @param {string|null} persona @param {Series} series */
function field(view, activity, persona, series) {
  const value = view.board.rating(activity, persona, series);
  return html`<label class="rate" style=${tone(value)}><span class="rate__name">${t(`series.${series}`)}</span>
    <input class="input rate__field" type="number" inputmode="numeric" min=${LOWEST} max=${HIGHEST} step="1" placeholder="–" autocomplete="off" data-rate=${`${activity}/${series}`} .value=${shown(value)}
      @click=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).select()} @change=${(/** @type {Event} */ event) => write(view, activity, persona, series, /** @type {HTMLInputElement} */ (event.target))}></label>`;
}

/** @param {View} view @param {string} activity @param {string|null} persona @param {Series} series @param {HTMLInputElement} input */
function write(view, activity, persona, series, input) {
  const value = bounded(input.value || null, LOWEST, HIGHEST);
  view.commands.rate(activity, persona, series, value);
  input.value = shown(view.board.rating(activity, persona, series));
  if (value === null) announce(t('curve.cleared'));
}

/** Who only reads is told what is rated. @param {View} view @param {string} activity @param {string|null} persona @param {string} name */
function told(view, activity, persona, name) {
  const rated = SERIES.map((series) => /** @type {const} */ ([series, view.board.rating(activity, persona, series)])).filter(([, value]) => value !== null);
  if (!rated.length) return nothing;
  return html`${name ? html`<p class="rates__who">${name}</p>` : nothing}
    <dl class="rates">${rated.map(([series, value]) => html`<div class="rate" style=${tone(value)} data-rate=${`${activity}/${series}`}><dt class="rate__name">${t(`series.${series}`)}</dt><dd class="rate__told">${value}</dd></div>`)}</dl>`;
}

/** @param {number|null} value */
const shown = (value) => (value === null ? '' : String(value));

/** Red over amber to green, as the pins on the map. @param {number|null} value */
const tone = (value) => (value === null ? '' : `--tone: var(--smiley-${Math.ceil(value / 2)})`);
