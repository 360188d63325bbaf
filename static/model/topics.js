// The topics of hub.js that tell of the board: who shows a thing listens to them.
import { TEXT_FIELDS } from './schema.js';

/** @typedef {import('./schema.js').Root} Root */

/** Topic of one item, by root. @type {Record<Root, string>} */
export const ITEM_TOPIC = {
  personas: 'persona', stages: 'stage', activities: 'activity', touchpoints: 'touchpoint',
  lanes: 'lane', cards: 'card', channels: 'channel', departments: 'department',
};

/** What shows an item, wherever it stands: as a whole, its fields (topic `fields:ROOT:ID`), its texts. @param {Root} root @param {string} id */
export function itemTopics(root, id) {
  const listed = root === 'stages' || root === 'lanes' || root === 'channels' || root === 'departments';
  return [`${ITEM_TOPIC[root]}:${id}`, `fields:${root}:${id}`, ...(TEXT_FIELDS[root] ?? []).map((field) => textTopic(root, id, field)), ...(listed ? [root] : [])];
}

/** What shows the letters of one text. @param {string} root @param {string} id @param {string} field */
export const textTopic = (root, id, field) => `text:${root}:${id}:${field}`;

/** What shows the things that stand in a container. @param {Root} root @param {string} key */
export function placeTopics(root, key) {
  switch (root) {
    case 'cards': return [`cell:${key}`];
    case 'touchpoints': return [`touchpoints:${key}`];
    case 'stages': return ['stages', 'activities'];
    case 'personas': return ['personas', 'ratings'];
    default: return [root];
  }
}
