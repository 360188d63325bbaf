// Vendored by tools/vendor.mjs; see LICENSES and versions.json. Do not edit.
export { LitElement, html, svg, nothing, render } from 'lit';
export { repeat } from 'lit/directives/repeat.js';
