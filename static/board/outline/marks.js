// Pain point and moment of truth of an activity or a touchpoint, by one press each.
import { html, nothing } from '#lit';
import { t } from '../../ui/i18n.js';
import { mark } from '../marks.js';

/** @typedef {import('../../ui/element.js').Element} View */
/** @typedef {{painPoint?: boolean, momentOfTruth?: boolean}} Marked */

const SIGNS = /** @type {const} */ ([['painPoint', 'bolt'], ['momentOfTruth', 'star']]);

/** @param {View} view @param {{root: 'activities'|'touchpoints', id: string}} ref @param {Marked} thing */
export function marks(view, { root, id }, thing) {
  const set = (/** @type {'painPoint'|'momentOfTruth'} */ field) => {
    const next = thing[field] ? null : true;
    if (root === 'activities') view.commands.setActivity(id, field, next);
    else view.commands.setTouchpoint(id, field, next);
  };
  return SIGNS.map(([field, sign]) => {
    const on = thing[field] === true;
    if (view.session.readOnly) return on ? html`<span class="toggle toggle--told">${mark(sign)}${t(`mark.${field}`)}</span>` : nothing;
    return html`<button class="toggle ${on ? '' : 'is-unset'}" type="button" aria-pressed=${on} aria-label=${t(`mark.${field}`)} title=${t(`mark.${field}`)} @click=${() => set(field)}>${mark(on ? sign : `${sign}-off`)}<span class="toggle__word">${t(`mark.${field}`)}</span></button>`;
  });
}
