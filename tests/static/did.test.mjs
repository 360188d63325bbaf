// What an act was, in words that the buttons of undo and redo show, in both languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { LOCAL } from '../../static/model/schema.js';
import { wordsOf } from '../../static/room/did.js';
import { setLanguage } from '../../static/ui/i18n.js';
import { room } from './people.mjs';

const messages = (language) => JSON.parse(readFileSync(new URL(`../../static/i18n/${language}.json`, import.meta.url), 'utf8'));

/** What undo would call the act, in both languages. */
function called({ board, undo }, way = 'undo') {
  return ['de', 'en'].map((language) => {
    setLanguage(language, messages(language));
    return wordsOf(board, undo.next(way));
  });
}

test('each kind of act has its words', () => {
  const host = room();
  const { commands, board, activity, lane, stage } = host;
  const card = commands.addCard(activity, lane, { text: 'Das ist mir alles viel zu langsam' });
  const touchpoint = commands.addTouchpoint(activity, { name: 'Website' });
  const acts = [
    [() => commands.moveCard(card, null, lane, 0), 'Karte „Das ist mir alles viel zu la…“ verschoben', 'card “Das ist mir alles viel zu la…” moved'],
    [() => commands.setText('cards', card, 'text', 'Zäh'), 'Text geändert, Karte „Zäh“', 'text of card “Zäh” changed'],
    [() => commands.remove('cards', card), 'Karte „Zäh“ entfernt', 'card “Zäh” removed'],
    [() => commands.restore('cards', card), 'Karte „Zäh“ zurückgeholt', 'card “Zäh” brought back'],
    [() => commands.rate(activity, null, 'outside', 7), 'Nadel auf 7 gesetzt, Aktivität „Ich vergleiche“', 'pin set to 7, activity “Ich vergleiche”'],
    [() => commands.rate(activity, null, 'outside', null), 'Nadel entfernt, Aktivität „Ich vergleiche“', 'pin removed, activity “Ich vergleiche”'],
    [() => commands.setTouchpoint(touchpoint, 'smiley', 4), 'Touchpoint „Website“ bewertet', 'touchpoint “Website” rated'],
    [() => commands.setTouchpoint(touchpoint, 'channel', 'c'), 'Touchpoint „Website“ geändert', 'touchpoint “Website” changed'],
    [() => commands.hideLane(lane, true), 'Zeile ausgeblendet', 'lane hidden'],
    [() => commands.remove('stages', stage), 'Phase „Kauf“ entfernt', 'stage “Kauf” removed'],
    [() => commands.setMeta('title', 'Neu'), 'Angaben zum Board geändert', 'what is said about the board changed'],
    [() => commands.addCard(null, null), 'Karte angelegt', 'card made'],
    [() => commands.together(() => ['A', 'B'].forEach((title) => commands.addStage(title))), '2 × Phase angelegt', '2 × stage made'],
    [() => commands.together(() => [commands.remove('touchpoints', touchpoint), commands.remove('activities', activity)]), 'Aktivität „Ich vergleiche“ entfernt, dazu 1 weitere', 'activity “Ich vergleiche” removed, and 1 more'],
  ];
  for (const [act, ...words] of acts) {
    act();
    assert.deepEqual(called(host), words);
  }
  assert.equal(board.meta().title, 'Neu');
});

test('an act that was taken back before anybody asked for its words has the same', () => {
  const host = room();
  const { commands, undo } = host;
  const card = commands.addCard(host.activity, host.lane, { text: 'Zäh' });
  for (const [act, words] of [
    [() => commands.remove('cards', card), 'Karte „Zäh“ entfernt'],
    [() => commands.rate(host.activity, null, 'outside', 7), 'Nadel auf 7 gesetzt, Aktivität „Ich vergleiche“'],
  ]) {
    act();
    undo.undo();
    assert.equal(called(host, 'redo')[0], words);
  }
});

test('an act keeps its words when it is taken back, and when it is done again', () => {
  const host = room();
  host.commands.rate(host.activity, null, 'outside', 7);
  const words = called(host);
  host.undo.undo();
  assert.deepEqual(called(host, 'redo'), words);
  host.undo.redo();
  assert.deepEqual(called(host), words);
});

test('letters typed in one go are one act', () => {
  const host = room();
  const card = host.commands.addCard(host.activity, host.lane);
  for (const letter of 'Zäh') host.doc.transact(() => host.board.text('cards', card, 'text').insert(host.board.card(card).text.length, letter), LOCAL);
  assert.deepEqual(called(host), ['Text geändert, Karte „Zäh“', 'text of card “Zäh” changed']);
  host.undo.undo();
  assert.deepEqual(called(host), ['Karte angelegt', 'card made']);
});
