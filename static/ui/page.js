// What the page brings for its scripts: who is here, at which board, in which language, and where our files lie.
import { setLanguage } from './i18n.js';

/**
 * @typedef {{language: string, version: string, base: string, messages: Record<string, string>}} PageHead
 * @typedef {PageHead & {board: string, title: string, boardLanguage: string, role: 'moderator'|'participant'|'follower',
 *   seat: string, name: string, color: string, view: 'board'|'map'|'phone'|'wall'|'outline', languages: Record<string, string>, voices: string[]}} BoardHead
 */

/** @type {BoardHead} only the board's page fills what stands behind PageHead */
export const head = JSON.parse(document.getElementById('head')?.textContent ?? '{}');

setLanguage(head.language, head.messages);
