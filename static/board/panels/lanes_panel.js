// The rows of the map: which are shown, what they are called, in which order; the standard ones and the group's own.
import { html, nothing, repeat } from '#lit';
import { LANE_KINDS } from '../../model/schema.js';
import { Element } from '../../ui/element.js';
import { t } from '../../ui/i18n.js';
import { icon } from '../../ui/icons.js';
import { laneTitle, tone } from '../kinds.js';
import { openLabels } from './labels.js';
import { adder } from './own_fields.js';

/** @typedef {import('../kinds.js').Lane} Lane */

export class LanesPanel extends Element {
  /** @override */
  topics() { return ['lanes', 'role', 'workshop']; }

  /** @override */
  render() {
    const lanes = this.board.lanes({ all: true });
    const missing = LANE_KINDS.filter((kind) => kind !== 'custom' && !lanes.some((lane) => lane.kind === kind));
    return html`<p class="panel__lead">${t('lanes.lead')}</p>
      <ul class="lane-list" @keydown=${along}>${repeat(lanes, ({ id }) => id, (lane, i) => this.#lane(lane, i, lanes.length))}</ul>
      ${missing.length ? html`<div class="starters">${missing.map((kind) => html`<button class="starter" type="button" @click=${() => this.commands.addLane(kind)}>+ ${t(`lane.${kind}`)}</button>`)}</div>` : nothing}
      <div class="field"><span class="field__label">${t('lanes.own')}</span>${adder(t('lanes.add'), t('lanes.example'), (title) => this.commands.addLane('custom', title))}</div>
      <button class="button" type="button" aria-haspopup="dialog" @click=${() => openLabels()}>${icon('tags')}${t('labels.title')}</button>`;
  }

  /** @param {Lane} lane @param {number} i @param {number} count */
  #lane(lane, i, count) {
    const title = laneTitle(lane);
    const rename = (/** @type {Event} */ event) => {
      const next = /** @type {HTMLTextAreaElement} */ (event.target).value.trim().replace(/\s+/g, ' ');
      this.commands.setLane(lane.id, 'title', !next || next === t(`lane.${lane.kind}`) ? null : next);
      this.requestUpdate();
    };
    const tool = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => unknown} */ run, off = false) => html`
      <button class="button button--quiet button--icon" type="button" aria-label=${label} title=${label} aria-disabled=${String(off)} @click=${() => !off && run()}>${icon(name)}</button>`;
    return html`<li class="lane-item" style=${tone(lane.kind)} ?data-off=${lane.hidden}>
      <label class="lane-item__show"><input class="choice" type="checkbox" .checked=${!lane.hidden} aria-label=${t('lanes.show', { lane: title })} @change=${() => this.commands.hideLane(lane.id, !lane.hidden)}><span class="swatch"></span></label>
      <textarea class="input" rows="1" .value=${title} aria-label=${t('lanes.rename', { lane: title })} @change=${rename} @keydown=${enter}></textarea>
      ${lane.kind === 'custom' ? tool('trash-2', t('act.removeNamed', { name: title }), () => this.commands.remove('lanes', lane.id)) : nothing}
      ${tool('arrow-up', t('lanes.up', { lane: title }), () => this.commands.moveLane(lane.id, i - 1), i === 0)}
      ${tool('arrow-down', t('lanes.down', { lane: title }), () => this.commands.moveLane(lane.id, i + 1), i === count - 1)}
    </li>`;
  }
}

/** A name is one line, however many it needs. @param {KeyboardEvent} event */
function enter(event) {
  if (event.key !== 'Enter' || event.isComposing) return;
  event.preventDefault();
  /** @type {HTMLElement} */ (event.target).dispatchEvent(new Event('change'));
}

/** Up and down lead to the same control of the next row. @param {KeyboardEvent} event */
function along(event) {
  const control = /** @type {HTMLElement} */ (event.target);
  const row = control.closest('li');
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : event.key === 'ArrowUp' ? row?.previousElementSibling : null;
  if (!row || !next) return;
  event.preventDefault();
  const at = controls(row).indexOf(control);
  controls(next)[at]?.focus();
}

/** @param {globalThis.Element} row @returns {HTMLElement[]} */
function controls(row) {
  return [...row.querySelectorAll('input, textarea, button')].map((control) => /** @type {HTMLElement} */ (control));
}

customElements.define('bb-lanes-panel', LanesPanel);
