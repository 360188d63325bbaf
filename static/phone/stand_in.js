// What is not drawn is seen all the same: the head of the folded activity that holds it, or the chevron of its stage, stands in for it.
import { elementOf, named, parseRef } from '../board/items.js';
import { TRAY } from './walk.js';

/** @param {import('./phone.js').Phone} view @param {string} item `root:id`, or `pin:activity` for its ratings @returns {HTMLElement|null} */
export function standIn(view, item) {
  const { board } = view;
  const { root, id } = parseRef(item);
  const known = root === 'activities' || root === 'cards' || root === 'touchpoints' ? board.item(root, id) : null;
  const rated = /** @type {string} */ (root) === 'pin';
  const column = rated ? id : known?.activity ?? '';
  const stage = board.activity(column)?.stage ?? known?.stage;
  if (stage === view.walk.page) return (rated ? rating(view, column) : null) ?? elementOf(view, { root: 'activities', id: column });
  return stage || known ? view.querySelector(`.tab[data-page="${CSS.escape(stage || TRAY)}"]`) : null;
}

/** The ratings of an open activity. @param {import('./phone.js').Phone} view @param {string} activity */
function rating(view, activity) {
  const lane = view.board.lanes().find(({ kind }) => kind === 'rating');
  return lane ? named(view, `cell:${activity}|${lane.id}`) : null;
}
