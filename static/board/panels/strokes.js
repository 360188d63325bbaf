// Strokes of pen, finger or mouse as shapes: thicker where one presses, or where one goes slowly if the hand cannot press.

/** On a sheet of 800 x 600, whatever the size it is shown at. `pressed`: the pressure was measured. @typedef {{points: number[][], color: string, pressed: boolean}} Stroke */

export const WIDE = 800;
export const HIGH = 600;
export const PAPER = '#ffffff'; // what is erased is paper again
const BRUSH = { size: 12, thinning: 0.55, smoothing: 0.5, streamline: 0.35 };
const ERASER = { size: 44, thinning: 0 };

/** @type {typeof import('../../vendor/freehand.js')|null} */
let freehand = null;

/** Fetches the brush: only who draws needs it. */
export async function takeBrush() {
  freehand ??= await import('../../vendor/freehand.js');
}

/** @param {CanvasRenderingContext2D} paper in units of the sheet @param {Stroke} stroke */
export function ink(paper, { points, color, pressed }) {
  const outline = /** @type {NonNullable<typeof freehand>} */ (freehand).getStroke(points, { ...BRUSH, ...(color === PAPER ? ERASER : {}), simulatePressure: !pressed, last: true });
  paper.fillStyle = color;
  paper.fill(shape(outline));
}

/** Through the middles between the points, so that it has no corners. @param {number[][]} outline */
function shape(outline) {
  const path = new Path2D();
  outline.forEach(([x = 0, y = 0], i) => {
    const [nextX = 0, nextY = 0] = outline[(i + 1) % outline.length] ?? [];
    if (i) path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    else path.moveTo((x + nextX) / 2, (y + nextY) / 2);
  });
  path.closePath();
  return path;
}

/** White paper, on it what hung there before, and the strokes. @param {CanvasRenderingContext2D} paper @param {CanvasImageSource & {width: number, height: number}|null} under @param {readonly Stroke[]} strokes */
export function drawAll(paper, under, strokes) {
  paper.fillStyle = PAPER;
  paper.fillRect(0, 0, WIDE, HIGH);
  if (under) {
    const share = Math.min(WIDE / under.width, HIGH / under.height);
    const [width, height] = [under.width * share, under.height * share];
    paper.drawImage(under, (WIDE - width) / 2, (HIGH - height) / 2, width, height);
  }
  for (const stroke of strokes) ink(paper, stroke);
}
