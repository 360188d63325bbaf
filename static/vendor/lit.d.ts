// Vendored by tools/vendor.mjs; see LICENSES and versions.json. Do not edit.
export { LitElement, html, svg, nothing, noChange, render } from 'lit';
export { repeat } from 'lit/directives/repeat.js';
export { classMap } from 'lit/directives/class-map.js';
export { styleMap } from 'lit/directives/style-map.js';
export { ifDefined } from 'lit/directives/if-defined.js';
export { live } from 'lit/directives/live.js';
export { keyed } from 'lit/directives/keyed.js';
export { guard } from 'lit/directives/guard.js';
export { createRef, ref } from 'lit/directives/ref.js';
export { unsafeSVG } from 'lit/directives/unsafe-svg.js';
