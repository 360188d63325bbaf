// Who else is in which stage: by where they write, point, or have a stage open in their hand.
import { parseRef } from '../board/items.js';

/** @typedef {import('../sync/presence.js').Other} Other */
/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {Map<string, Other[]>} Company by stage, each person once */

/** @param {Board} board @param {Other[]} others @returns {Company} */
export function companyOf(board, others) {
  /** @type {Company} */
  const company = new Map();
  for (const other of others) {
    const stage = stageOf(board, other.focus) ?? stageOf(board, other.cursor?.anchor) ?? other.at;
    if (!stage || !board.exists('stages', stage)) continue;
    const here = company.get(stage) ?? [];
    if (!here.some(({ seat }) => seat === other.seat)) company.set(stage, [...here, other]);
  }
  return company;
}

/** The same for the same people in the same places. @param {Company} company */
export function keyOfCompany(company) {
  return [...company].map(([stage, here]) => `${stage} ${here.map(({ seat, name, color }) => `${seat} ${name} ${color}`).join()}`).sort().join('\n');
}

/** The stage of a thing or of a place, as presence names it. @param {Board} board @param {string|null|undefined} anchor @returns {string|null} */
function stageOf(board, anchor) {
  if (!anchor) return null;
  const { root, id } = parseRef(anchor);
  if (root === 'stages') return id;
  const activity = anchor.startsWith('cell:') ? id.split('|')[0] : root === 'activities' ? id : board.item(root, id)?.activity;
  return board.activity(activity ?? '')?.stage ?? null;
}
