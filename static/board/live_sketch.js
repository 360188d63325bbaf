// A sketch in the making, as the others see it: the stroke under the hand goes into presence, thinned and in whole units of the sheet
// (R13); whoever looks gathers the strokes. The finished sketch is a picture.

/** @typedef {import('./panels/strokes.js').Stroke} Stroke */
/** @typedef {import('../sync/presence.js').Other} Other */
/** One stroke: of which activity, the how manieth, and its points, x and y in turn. @typedef {{of: string, nth: number, color: string, points: number[]}} Told */
/** @typedef {{other: Other, of: string, strokes: Told[]}} Sketch */

const MOST_POINTS = 110; // of one stroke: some 900 of the 2,048 bytes that a state of presence may have
const MOST_STROKES = 400;
const [LOW, HIGH] = [-99, 999]; // a hand may leave the sheet

/** @param {string} activity @param {number} nth @param {Stroke|null} [stroke] none: the strokes from there on are gone @returns {Told} */
export function toldStroke(activity, nth, stroke = null) {
  const points = stroke?.points ?? [];
  const step = Math.ceil(points.length / MOST_POINTS);
  const some = points.filter((_, i) => i % step === 0 || i === points.length - 1);
  return { of: activity, nth, color: stroke?.color ?? '', points: some.flatMap(([x = 0, y = 0]) => [x, y]).map((at) => Math.round(Math.min(HIGH, Math.max(LOW, at)))) };
}

/** What is known of each sketch that others draw, by connection. @type {WeakMap<object, Map<number, Sketch>>} */
const known = new WeakMap();

/** The sketches that others are drawing now, with all strokes seen so far. @param {import('../sync/presence.js').Presence} presence @returns {Sketch[]} */
export function sketchesOf(presence) {
  const before = known.get(presence);
  const now = new Map(presence.others().flatMap((other) => {
    const { connection, sketch } = other;
    if (!isTold(sketch)) return [];
    const last = before?.get(connection);
    const earlier = last?.of === sketch.of ? last.strokes.filter(({ nth }) => nth < sketch.nth).slice(-MOST_STROKES) : [];
    return [[connection, { other, of: sketch.of, strokes: sketch.points.length ? [...earlier, sketch] : earlier }]];
  }));
  known.set(presence, now);
  return [...now.values()].filter(({ strokes }) => strokes.length);
}

/** Presence is anybody's. @param {any} told @returns {told is Told} */
function isTold(told) {
  return typeof told?.of === 'string' && Number.isInteger(told.nth) && /^(#[0-9a-f]{6})?$/i.test(told.color) && Array.isArray(told.points) && told.points.every(Number.isInteger);
}
