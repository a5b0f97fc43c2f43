/** Calls of the panel. What fails is an answer `{code, message}` too, never an exception. */

/**
 * @typedef {{ code: string, message: string }} Refusal
 * @typedef {{ ok: true, value: any } | { ok: false, error: Refusal }} Answer
 */

const unreachable = { code: 'unreachable', message: 'the panel does not answer' };

/** @param {Response} response @returns {Promise<Answer>} */
const read = async (response) => {
  const body = await response.json();
  return response.ok ? { ok: true, value: body } : { ok: false, error: body.error ?? unreachable };
};

/** @param {string} path @returns {Promise<Answer>} */
export const get = async (path) => {
  try {
    return await read(await fetch(path));
  } catch {
    return { ok: false, error: unreachable };
  }
};

/** @param {string} path @param {object} body @returns {Promise<Answer>} */
export const post = async (path, body) => {
  try {
    return await read(
      await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  } catch {
    return { ok: false, error: unreachable };
  }
};

/** Nobody is that far ahead of the box: what is typed beyond it is lost, as on a keypad. */
const maxKeysAhead = 32;
let keysAhead = 0;
/** @type {Promise<unknown>} */
let lastKey = Promise.resolve();

/** Keys reach the box in the order of the fingers: each waits for the one before it. @param {string} key */
export const pressKey = (key) => {
  if (keysAhead >= maxKeysAhead) return;
  keysAhead += 1;
  lastKey = lastKey
    .then(() => post('/api/keys', { key }))
    .finally(() => {
      keysAhead -= 1;
    });
};
