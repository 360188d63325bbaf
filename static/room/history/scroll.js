// Where one looked on the board: earlier boards are smaller, and who walks on through them shall not end at their edge.

const TICKS = 80; // microtasks in which the board draws a change

export class Scroll {
  /** Where the person went last, and where the board of the moment let them be. @type {{left: number, top: number, at: [number, number]}|null} */
  #wanted = null;

  get #place() { return document.querySelector('.board__scroll'); }

  /** Before another board is drawn. */
  keep() {
    const place = this.#place;
    if (!place) return;
    const { scrollLeft: left, scrollTop: top } = place;
    const moved = !this.#wanted || this.#wanted.at[0] !== left || this.#wanted.at[1] !== top;
    if (moved) this.#wanted = { left, top, at: [left, top] };
  }

  /** When it is drawn. */
  async restore() {
    for (let tick = 0; tick < TICKS; tick++) await null;
    const [place, wanted] = [this.#place, this.#wanted];
    if (!place || !wanted) return;
    place.scrollTo({ left: wanted.left, top: wanted.top, behavior: 'instant' });
    wanted.at = [place.scrollLeft, place.scrollTop];
  }
}
