// What the things of a bundle point at, as this board knows it: by id if it is the same board, else by name. Channels and departments that
// are not here are brought along, with short name and colour.

/** @typedef {import('../model/board.js').Board} Board */
/** @typedef {import('../model/commands.js').Commands} Commands */
/** @typedef {{name: string, code: string, color: string}} Label */
/** @typedef {import('./clip.js').Bundle} Bundle */
/** @typedef {import('./clip.js').Thing} Thing */
/** @typedef {{root: 'channels'|'departments', id: string}} Brought */
/** What came along with the things, and names of personas of whom they speak no more. @typedef {{brought: Brought[], left: Set<string>}} Along */
/** Where pictures of another board lie here, by their id there; null: they stay behind. @typedef {(picture: string) => string|null} Pictures */

/** @param {string|null|undefined} name */
export const alike = (name) => (name ?? '').trim().toLocaleLowerCase();

/** The fields of a thing that mean something here: what the other board knows by id, this one knows by name, gets, or knows not at all. @param {Board} board @param {Commands} commands @param {Bundle} bundle @param {string} here @param {Pictures} pictures @param {Along} along filled @returns {(thing: Thing) => Record<string, any>} */
export function knownTo(board, commands, { board: from, names }, here, pictures, { brought, left }) {
  const own = from === here;
  const there = (/** @type {import('../model/schema.js').Root} */ root) => (/** @type {unknown} */ id) => (board.exists(root, String(id)) ? String(id) : null);
  const persona = (/** @type {unknown} */ id) => {
    const name = names.personas[String(id)];
    const found = name ? board.personas().find((each) => alike(board.persona(each)?.name) === alike(name)) : undefined;
    if (name && !found) left.add(name);
    return found ?? null;
  };
  const label = (/** @type {'channels'|'departments'} */ root) => labelsHere(board, commands, root, names[root], brought);
  const picture = (/** @type {unknown} */ id) => pictures(String(id));
  const none = () => null;
  /** @type {Record<string, (id: unknown) => string|null>} */
  const readers = own
    ? { channel: there('channels'), department: there('departments'), persona: there('personas'), touchpoint: there('touchpoints'), from: there('cards') }
    : { channel: label('channels'), department: label('departments'), persona, touchpoint: none, from: none, picture, sketch: picture };
  return ({ fields }) => Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, readers[field] ? readers[field](value) : value]).filter(([, value]) => value !== null));
}

/**
 * Reads a label's id of another board as one of this board.
 * @param {Board} board
 * @param {Commands} commands
 * @param {'channels'|'departments'} root
 * @param {Record<string, Label>} told what the other board calls them
 * @param {Brought[]} brought filled with those that were not here
 * @returns {(id: unknown) => string|null}
 */
function labelsHere(board, commands, root, told, brought) {
  return (id) => {
    const label = told[String(id)];
    if (!label) return null;
    const same = (/** @type {{name?: string}|null} */ other) => alike(other?.name) === alike(label.name);
    const here = board[root]().find(same);
    if (here) return here.id;
    const thrown = board.bin().find((each) => each.root === root && same(board.item(root, each.id)))?.id;
    const made = thrown ?? (root === 'channels' ? commands.addChannel(label) : commands.addDepartment(label));
    if (thrown) commands.restore(root, thrown);
    if (made) brought.push({ root, id: made });
    return made;
  };
}
