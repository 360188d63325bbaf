// Pictures of a board: shrunk here, stored by the server, named in the document by their id alone.

/** @typedef {{id: string, url: string, width: number, height: number}} Picture */

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
  const { store } = await import('./upload.js');
  return store(file, `/api/boards/${encodeURIComponent(board)}/images`, base, onProgress);
}
