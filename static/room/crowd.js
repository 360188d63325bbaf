// Who is here: a few discs, the others as a number, followers as an eye and a number. Opens the list.
import { html, nothing } from '#lit';
import { disc } from '../ui/disc.js';
import { Element } from '../ui/element.js';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { showPanel } from './panels.js';

const SHOWN = 5; // discs; the other people are a number

export class Crowd extends Element {
  /** @override */
  topics() { return ['people']; }

  /** @override */
  render() {
    const { people, followers } = this.session;
    const known = people.length + followers > 0; // until then its place is kept
    const label = [t('people.open', { count: people.length }), followers ? t('people.followers', { count: followers }) : ''];
    return html`<button class="crowd" type="button" style=${known ? nothing : 'visibility: hidden'} aria-expanded="false" title=${t('people.title')} data-panel="people" @click=${showPanel}>
      <span class="visually-hidden">${label.filter(Boolean).join(', ')}</span>
      <span class="crowd__shown" aria-hidden="true">
        ${people.slice(0, SHOWN).map((person) => html`<span class="crowd__one" title=${person.name}>${disc(person)}</span>`)}
        ${people.length > SHOWN ? html`<span class="crowd__more">+${people.length - SHOWN}</span>` : nothing}
        <span class="crowd__count">${icon('users')}${people.length}</span>
        ${followers ? html`<span class="crowd__eye">${icon('eye')}${followers}</span>` : nothing}
      </span>
    </button>`;
  }
}

customElements.define('bb-crowd', Crowd);
