// Pictures of a board: shrunk here, stored by the server, named in the document by their id alone.
import { shrink } from './shrink.js';

/** @typedef {{id: string, url: string, width: number, height: number}} Picture */

const SHRINK_MS = 20_000; // an old phone and 48 megapixels; then the picture travels as it is
const SHRUNK = 0.2; // share of the progress that shrinking counts for

let board = '';
let base = '/';

/** Says whose pictures these are; called once by the session. @param {string} id @param {string} assets where `static/` lies */
export function openPictures(id, assets) {
  board = id;
  base = assets.endsWith('/') ? assets : `${assets}/`;
}

/** Address of a picture. @param {string} image */
export function url(image) {
  return `/api/boards/${encodeURIComponent(board)}/images/${encodeURIComponent(image)}`;
}

/** Why a picture could not be stored; `message` is a key of i18n. */
export class PictureRefused extends Error {
  /** @param {string} key @param {number} status 0: the server was not reached */
  constructor(key, status) {
    super(key);
    this.status = status;
  }
}

/**
 * Stores a picture.
 * @param {Blob} file
 * @param {(share: number) => void} [onProgress] 0 to 1
 * @returns {Promise<Picture>}
 */
export async function upload(file, onProgress = () => {}) {
  onProgress(0);
  const small = await shrinkAside(file);
  onProgress(SHRUNK);
  return send(small, (share) => onProgress(SHRUNK + share * (1 - SHRUNK)));
}

/** In a worker, so that the board does not stand still; in the page where there is none. @param {Blob} file @returns {Promise<Blob>} */
function shrinkAside(file) {
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
 * @param {(share: number) => void} onProgress
 * @returns {Promise<Picture>}
 */
function send(file, onProgress) {
  const form = new FormData();
  form.append('file', file, 'name' in file ? String(file.name) : 'picture');
  const request = new XMLHttpRequest();
  request.open('POST', `/api/boards/${encodeURIComponent(board)}/images`);
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
