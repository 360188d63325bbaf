// Vendored by tools/vendor.mjs; see LICENSES and versions.json. Do not edit.
export { getStroke } from 'perfect-freehand';
