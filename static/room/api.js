// Calls about this board; what goes wrong is said in a line at the lower edge, and the caller gets null.
import { call, Refused } from '../ui/http.js';
import { t } from '../ui/i18n.js';
import { head } from '../ui/page.js';

/** @param {string} path what stands behind the board's own address */
export const boardPath = (path) => `/api/boards/${head.board}${path}`;

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {Record<string, string>} [words] messages for kinds of refusal
 * @returns {Promise<any>} null when it failed, true where the answer is empty
 */
export async function ofBoard(method, path, body, words = {}) {
  try {
    return (await call(method, boardPath(path), body)) ?? true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { toast } = await import('../ui/toast.js');
    toast(t(words[error.kind] ?? (error.status === 0 ? 'app.unreachable' : 'app.failed')));
    return null;
  }
}

/** Changes step, timer or lock; everybody hears of it by the socket. @param {object} change */
export const changeWorkshop = (change) => ofBoard('PATCH', '/session', change);
