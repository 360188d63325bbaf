// The way of a picture to the server: made small in a worker, sent with its progress.
import { PictureRefused } from './pictures.js';
import { shrink } from './shrink.js';

/** @typedef {import('./pictures.js').Picture} Picture */

const SHRINK_MS = 20_000; // an old phone and 48 megapixels; then the picture travels as it is
const SHRUNK = 0.2; // share of the progress that shrinking counts for

/**
 * @param {Blob} file
 * @param {string} address where it is stored
 * @param {string} base where `static/` lies
 * @param {(share: number) => void} onProgress 0 to 1
 * @returns {Promise<Picture>}
 */
export async function store(file, address, base, onProgress) {
  const small = await shrinkAside(file, base);
  onProgress(SHRUNK);
  return send(small, address, (share) => onProgress(SHRUNK + share * (1 - SHRUNK)));
}

/** In a worker, so that the board does not stand still; in the page where there is none. @param {Blob} file @param {string} base @returns {Promise<Blob>} */
function shrinkAside(file, base) {
  /** @type {Worker} */
  let worker;
  try {
    worker = new Worker(`${base}sync/shrink.js`, { type: 'module' });
  } catch {
    return shrink(file);
  }
  return new Promise((/** @type {(blob: Blob|Promise<Blob>) => void} */ resolve) => {
    const timer = setTimeout(() => resolve(file), SHRINK_MS);
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = () => resolve(shrink(file));
    worker.postMessage(file);
    worker.addEventListener('message', () => clearTimeout(timer));
  }).finally(() => worker.terminate());
}

/**
 * By XMLHttpRequest: fetch tells nothing of what is under way.
 * @param {Blob} file
 * @param {string} address
 * @param {(share: number) => void} onProgress
 * @returns {Promise<Picture>}
 */
function send(file, address, onProgress) {
  const form = new FormData();
  form.append('file', file, 'name' in file ? String(file.name) : 'picture');
  const request = new XMLHttpRequest();
  request.open('POST', address);
  request.responseType = 'json';
  request.upload.onprogress = ({ loaded, total }) => { if (total) onProgress(loaded / total); };
  return new Promise((resolve, reject) => {
    request.onload = () => (request.status === 201 ? resolve(request.response) : reject(refusal(request.status)));
    request.onerror = () => reject(refusal(0));
    request.send(form);
  });
}

/** @type {Readonly<Record<number, string>>} */
const REASONS = {
  0: 'picture.refused.unreached', 401: 'picture.refused.rights', 403: 'picture.refused.rights', 409: 'picture.refused.full',
  413: 'picture.refused.large', 415: 'picture.refused.kind', 422: 'picture.refused.kind',
};

/** @param {number} status */
function refusal(status) {
  return new PictureRefused(REASONS[status] ?? 'picture.refused.trouble', status);
}
