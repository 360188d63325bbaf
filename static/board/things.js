// Things counted in words: "1 activity and 2 cards".
import { lang, t } from '../ui/i18n.js';

/** The order in which one reads them. */
const ROOTS = /** @type {const} */ (['activities', 'touchpoints', 'cards']);

/** @param {readonly string[]} roots of each thing */
export function counted(roots) {
  const words = ROOTS.filter((root) => roots.includes(root)).map((root) => t(`things.${root}`, { count: roots.filter((each) => each === root).length }));
  return new Intl.ListFormat(lang(), { type: 'conjunction' }).format(words);
}
