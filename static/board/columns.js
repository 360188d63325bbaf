// The columns of the map: one for each activity, and one for a stage that has none yet.

/** @typedef {{key: string, stage: string, activity: string|null, number: number}} Column */

/** @param {import('../model/board.js').Board} board @returns {Column[]} */
export function columnsOf(board) {
  let number = 0;
  /** @type {Column[]} */ const columns = [];
  for (const { id: stage } of board.stages()) {
    const activities = board.activitiesOf(stage);
    if (!activities.length) columns.push({ key: `void-${stage}`, stage, activity: null, number: 0 });
    for (const activity of activities) columns.push({ key: activity, stage, activity, number: ++number });
  }
  return columns;
}
