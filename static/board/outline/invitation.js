// An outline without stages says what goes here; the typical ones are on offer until the first activity hangs.
import { html, nothing } from '#lit';
import { t } from '../../ui/i18n.js';
import { settled } from '../items.js';
import { missingStages, typicalStages } from '../kinds.js';

/** @typedef {import('./outline.js').Outline} View */

/** @param {View} view */
export function invitation(view) {
  const { board, readOnly } = view;
  const begun = board.stages().length > 0;
  if (readOnly) return begun ? nothing : html`<p class="part">${t('invite.waitingText')}</p>`;
  const missing = missingStages(board);
  const starters = missing.length ? html`<div class="starters" lang=${board.language}>${missing.map((title) => html`<button class="starter starter--stage" type="button" @click=${() => hang(view, [title])}>${title}</button>`)}</div>` : nothing;
  if (begun) return starters;
  return html`<section class="part" aria-labelledby="outline-begin"><h2 class="part__title" id="outline-begin">${t('invite.title')}</h2><p>${t('invite.text')}</p>
    ${starters}<button class="button" type="button" @click=${() => hang(view, typicalStages())}>${t('invite.all')}</button></section>`;
}

/** The focus goes to the first that came, for its offer is gone; not into its text, which would bring up keys. @param {View} view @param {string[]} titles */
async function hang(view, titles) {
  const [first] = view.commands.together(() => titles.map((title) => view.commands.addStage(title))) ?? [];
  await settled();
  /** @type {HTMLElement|null} */ (view.querySelector(`[data-more="stages:${first}"]`))?.focus({ preventScroll: true });
}
