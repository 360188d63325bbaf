// What others draw for the activity at hand, stroke by stroke, before it hangs in its storyboard. Loaded when somebody draws.
import { html } from '#lit';
import { sketchesOf } from '../board/live_sketch.js';
import { sheet } from '../board/sketching.js';
import { inkOn } from '../ui/disc.js';
import { Element } from '../ui/element.js';
import { styles } from '../ui/styles.js';

class Sketching extends Element {
  /** @override */
  static properties = { activity: {} };

  constructor() {
    super();
    this.activity = '';
  }

  /** @override */
  topics() { return ['presence']; }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.ariaHidden = 'true';
  }

  /** @override */
  render() {
    return sketchesOf(this.session.presence).filter(({ of }) => of === this.activity).map(({ other, strokes }) => html`
      <div class="other other--sketch other--paper" style="--person: ${other.color}">${sheet(strokes)}<b style="color: ${inkOn(other.color)}">${other.name}</b></div>`);
  }
}

void styles('css/others.css').then(() => customElements.define('bb-sketching', Sketching));
