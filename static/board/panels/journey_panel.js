// The journey itself: what it is about, how far it reaches, who is responsible for the map, which journeys come next.
import { html } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { area, line } from './fields.js';
import './writing.js';

export class JourneyPanel extends Element {
  /** @override */
  topics() { return ['meta', 'role', 'workshop']; }

  /** @override */
  render() {
    const { title, scenario, scope, owner } = this.board.meta();
    const { readOnly } = this.session;
    const set = (/** @type {'title'|'scenario'|'scope'|'owner'} */ field) => (/** @type {string|null} */ value) => this.commands.setMeta(field, value);
    return html`
      ${area(t('journey.name'), title, (value) => value && set('title')(value), { readOnly, lines: 1 })}
      ${area(t('journey.scenario'), scenario, set('scenario'), { readOnly, placeholder: t('journey.scenarioHint') })}
      ${area(t('journey.scope'), scope, set('scope'), { readOnly, lines: 1, placeholder: t('journey.scopeHint') })}
      ${line(t('journey.owner'), owner, set('owner'), { readOnly })}
      <bb-writing .root=${'board'} .item=${''} .name=${'next'} .label=${t('journey.next')} .hint=${t('journey.nextHint')}></bb-writing>`;
  }

  /** Where it is written who is responsible. */
  async writeOwner() {
    await this.updateComplete;
    const owner = /** @type {import('./plain_field.js').PlainField|null} */ (this.querySelector('bb-plain:last-of-type'));
    await owner?.updateComplete;
    owner?.field?.focus();
  }
}

customElements.define('bb-journey-panel', JourneyPanel);
