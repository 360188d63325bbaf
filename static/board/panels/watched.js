// A field of a panel that knows who else writes in it.
import { html, nothing } from '#lit';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';

export class Watched extends Element {
  /** @type {(() => void)|null} */
  #off = null;
  /** @type {import('../../sync/presence.js').Other|undefined} */
  #writer;

  /** `root:id:field`; empty for what nobody else can write in. */
  get spot() { return ''; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#off = this.session.hub.on('presence', () => this.#look());
    this.#look();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#off?.();
  }

  /** Others move their pointers all the time; a field redraws only when one of them comes into it or goes. */
  #look() {
    if (this.#find()?.connection !== this.#writer?.connection) this.requestUpdate();
  }

  #find() {
    return this.spot ? this.session.presence.others().find(({ focus }) => focus === this.spot) : undefined;
  }

  /** Says that this person writes here, or no more. @param {boolean} here */
  show(here) {
    if (this.spot) this.session.presence.set({ focus: here ? this.spot : null });
  }

  /** Who else is here, beside the label. */
  writer() {
    const writer = this.#writer = this.#find();
    return writer ? html`<span class="writer" style="--person: ${writer.color}">${t('field.writes', { name: writer.name })}</span>` : nothing;
  }
}
