// Keeping the result: a name, what stands out before it is kept, and the earlier ones.
import { html, nothing } from '#lit';
import { date, t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { randomDigits } from '../model/schema.js';
import { boardPath } from './api.js';
import { Asking } from './asking.js';
import { Refused, call } from '../ui/http.js';
import { toast } from '../ui/toast.js';

/** @typedef {{rule: string, item: string|null, message: string}} Finding */
/** @typedef {{id: string, version: number, label: string, at: string}} Head */

const SHOWN = 12; // findings at first sight; the rest unfolds

export class Commit extends Asking {
  /** @type {Finding[]|null} */
  #findings = null;
  /** @type {Head[]} */
  #earlier = [];
  #going = false;
  // One attempt, one key: a second press or a lost answer makes no second record.
  #key = randomDigits(24);

  /** @override */
  topics() { return ['role']; }

  /** @override */
  render() {
    const suggestion = t('commit.labelDefault', { date: date(this.session.now()) });
    return html`
      <p class="panel__lead">${t('commit.lead')}</p>
      <form class="commit" @submit=${this.#commit}>
        <label class="field"><span class="field__label">${t('commit.label')}</span>
          <input class="input" name="label" maxlength="120" required autocomplete="off" value=${suggestion}></label>
        <button class="button button--main button--wide" aria-disabled=${String(this.#going)}>${icon('bookmark')}${t(this.#going ? 'commit.going' : 'commit.go')}</button>
      </form>
      ${this.#noticed()}
      ${this.#earlier.length ? html`<h3 class="panel__heading">${t('commit.earlier')}</h3>
        <ul class="earlier">${this.#earlier.map(({ id, version, label, at }) => html`<li><a class="earlier__one" href="/r/${id}">
          <span class="earlier__version">${version}</span><span>${label}<small class="moments__about">${date(at)}</small></span></a></li>`)}</ul>` : nothing}`;
  }

  #noticed() {
    if (!this.#findings) return this.waiting();
    if (!this.#findings.length) return html`<p class="note note--good">${t('commit.findingsNone')}</p>`;
    const [first, rest] = [this.#findings.slice(0, SHOWN), this.#findings.slice(SHOWN)];
    return html`<section aria-labelledby="findings-title"><h3 class="panel__heading" id="findings-title">${t('commit.findings')} (${this.#findings.length})</h3>
      <p class="panel__hint">${t('commit.findingsLead')}</p>
      <ul class="findings">${first.map(finding)}</ul>
      ${rest.length ? html`<details class="findings__more"><summary>${t('commit.more', { count: rest.length })}</summary><ul class="findings">${rest.map(finding)}</ul></details>` : nothing}
    </section>`;
  }

  /** @param {SubmitEvent} event */
  #commit = async (event) => {
    event.preventDefault();
    if (this.#going) return;
    const label = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('label') ?? '').trim();
    this.#going = true;
    this.requestUpdate();
    await arrived(this.session);
    try {
      const record = await call('POST', boardPath('/commit'), { label }, { 'idempotency-key': this.#key });
      location.assign(`/r/${record.id}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#going = false;
      this.requestUpdate();
      toast(t(error.status === 0 ? 'app.unreachable' : 'app.failed'));
    }
  };

  /** @override */
  async load() { [this.#findings, this.#earlier] = await Promise.all([this.read('/findings'), this.read('/records')]); }
}

/** What was just written belongs to the result: waits for what is on its way. @param {import('../sync/session.js').Session} session */
async function arrived({ saved, hub }) {
  while (saved.state === 'saving') await new Promise((resolve) => { const off = hub.on('saved', () => resolve(off())); });
}

/** @param {Finding} finding */
function finding({ rule, item, message }) {
  const go = item ? () => show(item) : rule === 'boardWithoutOwner' ? () => dispatchEvent(new CustomEvent('bb-owner')) : null;
  return html`<li class="findings__one">${icon('info')}${go ? html`<button class="findings__go" type="button" @click=${go}>${message}</button>` : html`<span>${message}</span>`}</li>`;
}

/** Brings what a finding speaks of into view. @param {string} id */
function show(id) {
  document.querySelector('bb-board, bb-phone, bb-outline')?.dispatchEvent(new CustomEvent('bb-show', { detail: { id } }));
}

customElements.define('bb-commit', Commit);
