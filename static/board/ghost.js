// What hangs on the pointer during a drag: a plain copy of the thing, for a cloned custom element would live a second life.

/** @typedef {import('./items.js').Surface} View */

export class Ghost {
  #element = document.createElement('div');
  #zoom;
  #offset;

  /** @param {View} view @param {HTMLElement} thing @param {{clientX: number, clientY: number}} down @param {number} count how many hang on it */
  constructor(view, thing, down, count) {
    const rect = thing.getBoundingClientRect();
    const ghost = this.#element;
    this.#zoom = view.zoom.px;
    this.#offset = { x: rect.left - down.clientX, y: rect.top - down.clientY };
    ghost.className = `${thing.className} ghost`;
    ghost.style.cssText = `${thing.style.cssText}; --zoom: ${this.#zoom}; width: ${rect.width / this.#zoom}px; height: ${rect.height / this.#zoom}px; font-size: ${getComputedStyle(view.content).fontSize}`;
    const edge = getComputedStyle(thing).getPropertyValue('--tone');
    if (edge) ghost.style.setProperty('--tone', edge);
    ghost.innerHTML = thing.innerHTML.replaceAll(/<(\/?)bb-[\w-]+/g, '<$1div');
    if (count > 1) {
      ghost.classList.add('ghost--several');
      const badge = document.createElement('b');
      badge.className = 'ghost__count';
      badge.textContent = String(count);
      ghost.append(badge);
    }
    ghost.inert = true;
    view.append(ghost);
  }

  /** @param {{x: number, y: number}} at */
  move({ x, y }) {
    this.#element.style.transform = `translate(${(x + this.#offset.x) / this.#zoom}px, ${(y + this.#offset.y) / this.#zoom}px)`;
  }

  remove() { this.#element.remove(); }
}
