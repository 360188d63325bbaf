// Snapshots: keep this moment, look at an earlier one, go back to it. Going back is an edit, and can be taken back.
import { html, nothing } from '#lit';
import { ago, date, t, time } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { ofBoard } from './api.js';
import { Asking } from './asking.js';
import { changes } from './history/changes.js';
import { openHistory } from './history/history.js';
import { diffTo, journeyAt, labelOf, restore } from './history/moments.js';

/** @typedef {import('./history/moments.js').Moment} Snapshot */
/** @typedef {import('./history/moments.js').Diff} Diff */

export class Snapshots extends Asking {
  /** @type {Snapshot[]|null} */
  #all = null;
  /** The snapshot that is looked at, with its journey and what going back would change. @type {{id: string, journey: any, diff: Diff}|null} */
  #looked = null;

  /** @override */
  topics() { return ['role']; }

  /** @override */
  render() {
    if (!this.#all) return this.waiting();
    return html`
      <p class="panel__lead">${t('snapshots.lead')}</p>
      ${this.session.role === 'follower' ? nothing : this.#form()}
      ${this.#all.length ? html`<button class="button button--wide" type="button" @click=${() => openHistory()}>${icon('history')}${t('history.title')}</button><ol class="moments">${this.#all.map((snapshot) => this.#moment(snapshot))}</ol>` : html`<p class="panel__hint">${t('snapshots.none')}</p>`}`;
  }

  #form() {
    return html`<form class="moments__new" @submit=${this.#take}>
      <label class="field"><span class="field__label">${t('snapshots.label')}</span>
        <input class="input" name="label" maxlength="120" autocomplete="off" placeholder=${t('snapshots.labelExample')}></label>
      <button class="button">${icon('plus')}${t('snapshots.take')}</button></form>`;
  }

  /** @param {Snapshot} snapshot */
  #moment(snapshot) {
    const open = this.#looked?.id === snapshot.id;
    return html`<li class="moments__one">
      <div class="moments__words"><strong class="moments__label">${labelOf(snapshot)}</strong>
        <small class="moments__about"><time datetime=${snapshot.at} title=${date(snapshot.at, { dateStyle: 'long', timeStyle: 'short' })}>${ago(snapshot.at, this.session.now())}</time>
          · ${t(`snapshots.kind.${snapshot.kind}`, { name: snapshot.name })}</small></div>
      <button class="button button--quiet button--icon" type="button" aria-expanded=${String(open)} aria-label=${t('snapshots.lookOf', { label: labelOf(snapshot) })}
        title=${t('snapshots.look')} @click=${() => this.#look(snapshot)}>${icon('eye')}</button>
      ${open ? this.#preview(snapshot) : nothing}</li>`;
  }

  /** @param {Snapshot} snapshot */
  #preview(snapshot) {
    const { journey, diff } = /** @type {{journey: any, diff: Diff}} */ (this.#looked);
    const lists = changes(this.board, diff, 'snapshots');
    return html`<section class="moments__then" aria-label=${t('snapshots.preview', { label: labelOf(snapshot) })}>
      <button class="button button--wide" type="button" @click=${() => openHistory(snapshot.id)}>${icon('eye')}${t('history.open')}</button>
      ${lists.length ? html`<p class="panel__heading">${t('snapshots.would')}</p>${lists}` : html`<p>${t('snapshots.same')}</p>`}
      ${this.session.role === 'moderator' && lists.length
        ? html`<button class="button button--wide" type="button" @click=${() => restore(snapshot, () => void this.ask())}>${icon('rotate-ccw')}${t('snapshots.restore')}</button>` : nothing}
      ${journey.stages.length ? html`<details><summary>${t('snapshots.outline')}</summary>
        <p class="panel__hint">${t('snapshots.counts', count(journey))}</p>
        <ol class="then" lang=${this.board.language}>${journey.stages.map((/** @type {any} */ stage) => html`<li class="then__stage"><span class="then__title">${stage.title}</span>
          <ol class="then__activities">${stage.activities.map((/** @type {any} */ { text }) => html`<li>${text || '…'}</li>`)}</ol></li>`)}</ol></details>`
        : html`<p class="panel__hint">${t('snapshots.empty')}</p>`}
    </section>`;
  }

  /** @param {SubmitEvent} event */
  #take = async (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const label = String(new FormData(form).get('label') ?? '').trim() || t('snapshots.labelDefault', { time: time(this.session.now()) });
    if (!(await ofBoard('POST', '/snapshots', { label }))) return;
    form.reset();
    await this.ask();
  };

  /** @param {Snapshot} snapshot */
  async #look({ id }) {
    const [journey, diff] = this.#looked?.id === id ? [] : await Promise.all([journeyAt(id), diffTo(id)]);
    this.#looked = journey && diff ? { id, journey, diff } : null;
    this.requestUpdate();
  }

  /** @override */
  async load() {
    this.#all = await this.read('/snapshots');
    this.#looked = null;
  }
}

/** How much a journey holds. @param {any} journey */
function count({ stages }) {
  const activities = stages.flatMap((/** @type {any} */ stage) => stage.activities);
  const sum = (/** @type {string} */ kind) => activities.reduce((/** @type {number} */ n, /** @type {any} */ activity) => n + activity[kind].length, 0);
  return { stages: stages.length, activities: activities.length, touchpoints: sum('touchpoints'), cards: sum('cards') };
}

customElements.define('bb-snapshots', Snapshots);
