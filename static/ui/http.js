// Calls to our own server; refusals come back as problem details (RFC 9457) and are thrown as `Refused`.

/** A refusal of the server, with what it said. */
export class Refused extends Error {
  /**
   * @param {number} status  0: the server was not reached
   * @param {{type?: string, title?: string, detail?: string, retry?: number}} problem
   */
  constructor(status, problem) {
    super(problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.kind = (problem.type ?? '').split('/').pop() ?? '';
    this.detail = problem.detail ?? '';
    this.retry = problem.retry ?? 0;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 * @returns {Promise<any>}  the JSON of the answer, null where there is none
 */
export async function call(method, path, body, headers = {}) {
  const answer = await reach(path, {
    method,
    headers: {accept: 'application/json', ...(body === undefined ? {} : {'content-type': 'application/json'}), ...headers},
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const found = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(answer.status, found ?? {});
  return found;
}

/** @param {string} path @param {RequestInit} request */
async function reach(path, request) {
  try {
    return await fetch(path, request);
  } catch {
    throw new Refused(0, {});
  }
}
