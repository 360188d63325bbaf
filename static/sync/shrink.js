// Makes a picture small before it travels: longest edge 1600, WebP or JPEG, upright, without camera and place.
// Runs in a worker (this file is its script) or, where workers cannot draw, in the page.

const LONGEST_EDGE = 1600;
const QUALITY = 0.8;
const SMALL_BYTES = 300_000; // not worth a second loss of quality

/**
 * The picture as it should travel; whatever this browser cannot read or make travels as it is, the server decides.
 * @param {Blob} file
 * @returns {Promise<Blob>}
 */
export async function shrink(file) {
  if (typeof createImageBitmap !== 'function') return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_EDGE / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.size <= SMALL_BYTES) return file;
    const made = await redraw(bitmap, Math.round(bitmap.width * scale) || 1, Math.round(bitmap.height * scale) || 1);
    bitmap.close();
    return made && (scale < 1 || made.size < file.size) ? made : file;
  } catch {
    return file;
  }
}

/**
 * @param {ImageBitmap} bitmap
 * @param {number} width
 * @param {number} height
 * @returns {Promise<Blob|null>}
 */
async function redraw(bitmap, width, height) {
  if (typeof OffscreenCanvas === 'function') {
    const canvas = new OffscreenCanvas(width, height);
    return draw(canvas, bitmap) && encode((type) => canvas.convertToBlob({ type, quality: QUALITY }));
  }
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  return draw(canvas, bitmap) && encode((type) => new Promise((resolve) => { canvas.toBlob(resolve, type, QUALITY); }));
}

/** @param {OffscreenCanvas|HTMLCanvasElement} canvas @param {ImageBitmap} bitmap */
function draw(canvas, bitmap) {
  const context = /** @type {CanvasRenderingContext2D|null} */ (canvas.getContext('2d'));
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * Older Safari makes a PNG when asked for WebP: then a JPEG is the smaller.
 * @param {(type: string) => Promise<Blob|null>} to
 */
async function encode(to) {
  const blob = await to('image/webp');
  return blob?.type === 'image/webp' ? blob : to('image/jpeg');
}

if (typeof document === 'undefined' && 'onmessage' in globalThis) {
  globalThis.onmessage = async ({ data }) => globalThis.postMessage(await shrink(data));
}
