// Snapshots: keep this moment, look at an earlier one, go back to it. Going back is an edit, and can be taken back.
import { html, nothing } from '#lit';
import { Element } from '../ui/element.js';
import { ago, date, t, time } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { toast } from '../ui/toast.js';
import { ofBoard } from './api.js';

/** @typedef {{id: string, label: string, at: string, by: string, name: string, kind: 'hand'|'step'|'auto'|'restore'}} Snapshot */
/** @typedef {{root: string, id: string, name: string}} Thing */
/** @typedef {{board: Record<string, unknown>, added: Thing[], removed: Thing[], changed: Thing[], moved: Thing[], ratings: {activity: string}[]}} Diff */

const NAMED = 6; // things of one kind of change; the rest is a number

export class Snapshots extends Element {
  /** @type {Snapshot[]|null} */
  #all = null;
  /** The snapshot that is looked at, with its journey and what going back would change. @type {{id: string, journey: any, diff: Diff}|null} */
  #looked = null;

  /** @override */
  topics() { return ['role']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    void this.#load();
  }

  /** @override */
  render() {
    if (!this.#all) return html`<p class="panel__wait">${t('app.loading')}</p>`;
    return html`
      <p class="panel__lead">${t('snapshots.lead')}</p>
      ${this.session.role === 'follower' ? nothing : this.#form()}
      ${this.#all.length ? html`<ol class="moments">${this.#all.map((snapshot) => this.#moment(snapshot))}</ol>` : html`<p class="panel__hint">${t('snapshots.none')}</p>`}`;
  }

  #form() {
    return html`<form class="moments__new" @submit=${this.#take}>
      <label class="field"><span class="field__label">${t('snapshots.label')}</span>
        <input class="input" name="label" maxlength="120" autocomplete="off" placeholder=${t('snapshots.labelExample')}></label>
      <button class="button">${icon('camera')}${t('snapshots.take')}</button></form>`;
  }

  /** @param {Snapshot} snapshot */
  #moment(snapshot) {
    const open = this.#looked?.id === snapshot.id;
    return html`<li class="moments__one">
      <div class="moments__words"><strong class="moments__label">${this.#label(snapshot)}</strong>
        <small class="moments__about"><time datetime=${snapshot.at} title=${date(snapshot.at, { dateStyle: 'long', timeStyle: 'short' })}>${ago(snapshot.at, this.session.now())}</time>
          · ${t(`snapshots.kind.${snapshot.kind}`, { name: snapshot.name })}</small></div>
      <button class="button button--quiet button--icon" type="button" aria-expanded=${String(open)} aria-label=${t('snapshots.lookOf', { label: this.#label(snapshot) })}
        title=${t('snapshots.look')} @click=${() => this.#look(snapshot)}>${icon('eye')}</button>
      ${open ? this.#preview(snapshot) : nothing}</li>`;
  }

  /** The server names a step's moment after the step that it ended. @param {Snapshot} snapshot */
  #label({ label, at, kind }) {
    if (kind === 'step') return t('snapshots.step', { label });
    return label || t('snapshots.labelDefault', { time: time(at) });
  }

  /** @param {Snapshot} snapshot */
  #preview(snapshot) {
    const { journey, diff } = /** @type {{journey: any, diff: Diff}} */ (this.#looked);
    const changes = this.#changes(diff);
    return html`<section class="moments__then" aria-label=${t('snapshots.preview', { label: this.#label(snapshot) })}>
      ${changes.length ? html`<p class="panel__heading">${t('snapshots.would')}</p>${changes}` : html`<p>${t('snapshots.same')}</p>`}
      ${this.session.role === 'moderator' && changes.length
        ? html`<button class="button button--wide" type="button" @click=${() => this.#restore(snapshot)}>${icon('rotate-ccw')}${t('snapshots.restore')}</button>` : nothing}
      ${journey.stages.length ? html`<details><summary>${t('snapshots.outline')}</summary>
        <p class="panel__hint">${t('snapshots.counts', count(journey))}</p>
        <ol class="then" lang=${this.board.language}>${journey.stages.map((/** @type {any} */ stage) => html`<li class="then__stage"><span class="then__title">${stage.title}</span>
          <ol class="then__activities">${stage.activities.map((/** @type {any} */ { text }) => html`<li>${text || '…'}</li>`)}</ol></li>`)}</ol></details>`
        : html`<p class="panel__hint">${t('snapshots.empty')}</p>`}
    </section>`;
  }

  /** What going back would do, one list for each kind of change that there is. @param {Diff} diff */
  #changes({ added, removed, changed, moved, ratings, board }) {
    const rated = [...new Set(ratings.map(({ activity }) => activity))].map((id) => ({ root: 'activities', id, name: this.board.activity(id)?.text ?? '' }));
    return [
      this.#change(t('snapshots.added'), added), this.#change(t('snapshots.removed'), removed), this.#change(t('snapshots.changed'), changed),
      this.#change(t('snapshots.moved'), moved), this.#change(t('snapshots.ratings'), rated),
      Object.keys(board).length ? html`<p class="then__change"><strong>${t('snapshots.board')}</strong></p>` : nothing,
    ].filter((part) => part !== nothing);
  }

  /** @param {string} title @param {Thing[]} things */
  #change(title, things) {
    if (!things.length) return nothing;
    return html`<div class="then__change"><strong>${title}</strong> <span class="then__count">${things.length}</span>
      <ul>${things.slice(0, NAMED).map(({ root, name }) => html`<li><small>${t(`bin.${root}`)}</small> <span dir="auto" lang=${this.board.language}>${name || '…'}</span></li>`)}
        ${things.length > NAMED ? html`<li>${t('snapshots.more', { count: things.length - NAMED })}</li>` : nothing}</ul></div>`;
  }

  /** @param {SubmitEvent} event */
  #take = async (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const label = String(new FormData(form).get('label') ?? '').trim() || t('snapshots.labelDefault', { time: time(this.session.now()) });
    if (!(await ofBoard('POST', '/snapshots', { label }))) return;
    form.reset();
    await this.#load();
  };

  /** @param {Snapshot} snapshot */
  async #look({ id }) {
    const [journey, diff] = this.#looked?.id === id ? [] : await Promise.all([ofBoard('GET', `/snapshots/${id}`), ofBoard('GET', `/snapshots/${id}/diff`)]);
    this.#looked = journey && diff ? { id, journey, diff } : null;
    this.requestUpdate();
  }

  /** The server keeps the present before it goes back; that snapshot is how to take it back. @param {Snapshot} snapshot */
  async #restore(snapshot) {
    const known = new Set(this.#all?.map(({ id }) => id));
    if (!(await ofBoard('POST', `/snapshots/${snapshot.id}/restore`))) return;
    await this.#load();
    const before = this.#all?.find(({ id, kind }) => kind === 'restore' && !known.has(id));
    const back = before && { label: t('snapshots.undo'), run: () => void this.#restore(before) };
    toast(t('snapshots.restored', { label: this.#label(snapshot) }), back);
  }

  async #load() {
    const all = await ofBoard('GET', '/snapshots');
    if (Array.isArray(all)) this.#all = all;
    this.#looked = null;
    this.requestUpdate();
  }
}

/** How much a journey holds. @param {any} journey */
function count({ stages }) {
  const activities = stages.flatMap((/** @type {any} */ stage) => stage.activities);
  const sum = (/** @type {string} */ kind) => activities.reduce((/** @type {number} */ n, /** @type {any} */ activity) => n + activity[kind].length, 0);
  return { stages: stages.length, activities: activities.length, touchpoints: sum('touchpoints'), cards: sum('cards') };
}

customElements.define('bb-snapshots', Snapshots);
