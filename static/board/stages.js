// The two rows that stay in sight: stage chevrons across their activities, and the activities in order.
import { html, nothing, repeat } from '#lit';
import { t } from '../ui/i18n.js';
import { icon } from '../ui/icons.js';
import { missingStages } from './kinds.js';
import { Row } from './row.js';
import './activity.js';
import './text_field.js';

const SHADES = 3; // of deep blue, in turn (look.md)

export class Stages extends Row {
  /** @override */
  static properties = { columns: { attribute: false } };

  /** @override */
  topics() { return ['stages']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('row--stages');
  }

  /** @override */
  render() {
    let column = 0;
    return html`<div class="head head--stages" role="rowheader"><span class="head__title">${t('stages.title')}</span></div>
      ${repeat(this.board.stages(), ({ id }) => id, ({ id, title }, i) => {
        const span = Math.max(1, this.columns.filter(({ stage }) => stage === id).length);
        const from = column;
        column += span;
        return this.#stage(id, title, i, from, span);
      })}
      <span class="add-stage__cell" role="gridcell">${this.#offers()}</span>`;
  }

  /** One's own; and beside it, until the first activity hangs, the typical stages that are still missing. */
  #offers() {
    return ['', ...missingStages(this.board)].map((title) => html`<button class="add-stage" type="button" tabindex="-1" data-act="add-stage" data-title=${title || nothing} lang=${title ? this.board.language : nothing}>${icon('plus')}${title || t('stage.add')}</button>`);
  }

  /** @param {string} id @param {string} title @param {number} i @param {number} from @param {number} span */
  #stage(id, title, i, from, span) {
    return html`<div class="stage stage--${i % SHADES} ${i ? '' : 'stage--first'}" role="columnheader" aria-colspan=${span} aria-label=${title || t('stage.hint')} data-item=${`stages:${id}`} data-column=${from} tabindex="-1" style=${`grid-column: span ${span}`}>
      <span class="stage__grip"><bb-text class="stage__title" .of=${`stages:${id}:title`} .value=${title} .hint=${t('stage.hint')} .plain=${(/** @type {string} */ value) => this.commands.renameStage(id, value)}></bb-text>
        <button class="add" type="button" tabindex="-1" data-act="add-activity" aria-label=${t('activity.addTo', { stage: title })} title=${t('activity.add')}></button>
        <button class="more" type="button" tabindex="-1" data-act="menu" aria-label=${t('act.more')}></button></span>
    </div>`;
  }
}

export class Activities extends Row {
  /** @override */
  static properties = { columns: { attribute: false }, filler: { attribute: false } };

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.classList.add('row--activities');
  }

  /** @override */
  render() {
    const { reach = 0 } = this;
    return html`<div class="head head--activities" role="rowheader" style="--tone: var(--lane-touchpoint)">
        <span class="head__title">${t('activities.title')}</span><span class="head__hint">${t('activities.hint')}</span></div>
      ${repeat(this.columns, ({ key }) => key, ({ activity, stage, number }, column) => html`
        <div class="cell" role="columnheader" data-column=${column} data-stage=${stage}>${!activity
          ? this.#empty(stage)
          : column < reach ? html`<bb-activity .activity=${activity} .number=${number}></bb-activity>` : nothing}</div>`)}`;
  }

  /** A stage without activities says what goes there and offers how it may begin. @param {string} stage */
  #empty(stage) {
    return html`<div class="activity activity--idle" data-stage=${stage} tabindex="-1" role="group" aria-label=${t('activity.none')}>
      <span>${t('activity.invite')}</span>
      <span class="starters starters--small" lang=${this.board.language}>${t('activity.openings').split('|').map((opening) => html`
        <button class="starter" type="button" tabindex="-1" data-act="add-activity" data-opening=${opening}>${opening}</button>`)}</span>
    </div>${nothing}`;
  }
}

customElements.define('bb-stages', Stages);
customElements.define('bb-activities', Activities);
