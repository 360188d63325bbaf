// A document that can speak no more, since all that it writes builds on what was refused: the session goes on with a fresh one.
import { fetchState } from './snapshot.js';

const MOST_CURES = 3; // a document that breaks again and again has a fault that no fresh copy cures
const RETRY_MS = 3_000;

/** @typedef {import('./snapshot.js').Answer} Answer */
/** @typedef {import('./refused.js').Words[]} Words */
/**
 * @typedef {object} Patient
 * @property {string} board
 * @property {() => boolean} over whether the person, or the board, has gone
 * @property {() => Words} halt ends the connection; the words that were not stored
 * @property {(state: Uint8Array, words: Words) => Promise<void>} exchange takes the fresh document; the words are offered as far as it lacks them
 * @property {() => void} goOn connects again
 * @property {(code: number, words?: Words) => void} end the board cannot go on
 */

export class Cure {
  /** True meanwhile: nobody here may write. */
  active = false;
  #times = 0;
  #patient;

  /** @param {Patient} patient */
  constructor(patient) {
    this.#patient = patient;
  }

  /**
   * @param {number} code of the close or the refused frame that led here
   * @param {Answer} [fetched]
   */
  async begin(code, fetched = null) {
    const patient = this.#patient;
    if (this.active || patient.over()) return;
    if (++this.#times > MOST_CURES) return patient.end(code);
    this.active = true;
    const words = patient.halt();
    const answer = fetched ?? await this.#fetchPatiently();
    if (answer && 'state' in answer) await patient.exchange(answer.state, words);
    this.active = false;
    if (answer && 'code' in answer) patient.end(answer.code, words);
    else patient.goOn();
  }

  /** @returns {Promise<Answer>} */
  async #fetchPatiently() {
    for (;;) {
      const answer = await fetchState(this.#patient.board);
      if (answer || this.#patient.over()) return answer;
      await new Promise((resolve) => { setTimeout(resolve, RETRY_MS); });
    }
  }
}
