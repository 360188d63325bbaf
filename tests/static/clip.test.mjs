// What goes through the clipboard: lists of others as lines, things of ours between boards, and nothing that somebody slips in.
import assert from 'node:assert/strict';
import test from 'node:test';
import { bringBack, gather, lay, laneFor, takeOff, withAll } from '../../static/board/bundle.js';
import { fromClipboard, partsOf, toClipboard } from '../../static/board/clip.js';
import { LONGEST, linesOf } from '../../static/board/paste_list.js';
import { put, still } from '../../static/board/places.js';
import { between, inOrder } from '../../static/board/range.js';
import { room } from './people.mjs';

const HERE = 'board-number-one';
const at = (...parents) => (_thing, i) => ({ parents, index: i });

/** What another board reads of what was copied. */
const travelled = (bundle) => fromClipboard(`<meta charset='utf-8'>${toClipboard(bundle).html}`);

test('bullets, numbers, boxes and empty lines are taken off a list, dates and dashes in a text stay', () => {
  const cases = [
    ['• Eins\r\n• Zwei', ['Eins', 'Zwei']],
    ['- one\n– two\n* three\n\n   \n+ four', ['one', 'two', 'three', 'four']],
    ['1. Eins\n2) Zwei\n(3) Drei\nb) Vier', ['Eins', 'Zwei', 'Drei', 'Vier']],
    ['10. Mai: Lieferung\nTermin steht', ['10. Mai: Lieferung', 'Termin steht']],
    ['- [ ] offen\n- [x] getan\n☑ auch getan', ['offen', 'getan', 'auch getan']],
    ['·\tWord\no\tmit Tabulator\n\tund eingerückt', ['Word', 'mit Tabulator', 'und eingerückt']],
    ['-5 °C im Lager\nE-Mail -- nie', ['-5 °C im Lager', 'E-Mail -- nie']],
    ['\uFEFFAnfang\u2028Mitte\vEnde\rSchluss', ['Anfang', 'Mitte', 'Ende', 'Schluss']],
    ['o du fröhliche', ['o du fröhliche']],
    ['', []],
  ];
  for (const [text, lines] of cases) assert.deepEqual(linesOf(text), lines, text);
});

test('a row of a spreadsheet is one line, also when one of its cells has lines itself', () => {
  assert.deepEqual(linesOf('Kasse\tlange Schlange\r\nParken\t\tkein Platz\r\n'), ['Kasse · lange Schlange', 'Parken · kein Platz']);
  assert.deepEqual(linesOf('"Zeile eins\nZeile zwei"\t"sagt ""nein"""\nnächste'), ['Zeile eins Zeile zwei · sagt "nein"', 'nächste']);
  assert.deepEqual(linesOf('"Ich warte"\nsagt er'), ['"Ich warte"', 'sagt er']);
});

test('a line is never longer than a card, and no letter of it is cut in two', () => {
  const [line] = linesOf('😀'.repeat(LONGEST + 5));
  assert.equal([...line].length, LONGEST);
});

test('cards are lines in mail, a list in a document, and the same cards on another board', () => {
  const host = room();
  host.commands.setText('activities', host.activity, 'text', 'Ich suche <alles> & "mehr"');
  const [a, b] = ['Grüße 😀', 'zwei\nZeilen'].map((text) => host.commands.addCard(host.activity, host.lane, { text }));
  const bundle = gather(host.board, HERE, { root: 'cards', id: a, ids: [a, b] }, false);
  const { plain, html } = toClipboard(bundle);
  assert.equal(plain, 'Grüße 😀\nzwei Zeilen');
  assert.match(html, /^<ul data-brownboard="[A-Za-z0-9+/=]+"><li>Grüße 😀<\/li><li>zwei Zeilen<\/li><\/ul>$/);
  assert.deepEqual(travelled(bundle), bundle);
  assert.ok(toClipboard(gather(host.board, HERE, { root: 'activities', id: host.activity }, false)).html.includes('<li>Ich suche &lt;alles&gt; &amp; "mehr"<ul><li>Grüße'));
});

test('an activity comes with its touchpoints and cards; what the other board knows by name is found, its labels come along', () => {
  const [from, to] = [room('seat-1'), room('seat-2')];
  const channel = from.commands.addChannel({ name: 'Laden', code: 'L', color: '#123456' });
  const same = to.commands.addChannel({ name: ' laden ', code: 'X', color: '#654321' });
  const department = from.commands.addDepartment({ name: 'Vertrieb', code: 'V', color: '#123456' });
  const touchpoint = from.commands.addTouchpoint(from.activity, { name: 'Kasse', channel, department, picture: 'picture-0001', smiley: 2, 'custom:Wetter': 'Regen' });
  const pain = from.commands.addLane('painPoint');
  const own = from.commands.addLane('custom', 'Datenschutz');
  const there = to.commands.addLane('painPoint');
  to.commands.hideLane(there, true);
  from.commands.addCard(from.activity, pain, { text: 'Schlange', touchpoint });
  from.commands.addCard(from.activity, own, { text: 'Kamera', persona: from.commands.addPersona({ name: 'Opa Heinz' }) });
  const bundle = travelled(gather(from.board, HERE, { root: 'activities', id: from.activity }, false));
  const along = { brought: [], left: new Set() };
  const [made] = lay(to.board, to.commands, bundle, 'board-number-two', at(to.stage), () => 'picture-here', along);
  const [copy] = to.board.touchpoints(made).map((id) => to.board.touchpoint(id));
  assert.deepEqual([copy.name, copy.channel, copy.department, copy.picture, copy.smiley, copy['custom:Wetter']], ['Kasse', same, to.board.departments()[0].id, 'picture-here', 2, 'Regen']);
  const [{ name, code, color }] = to.board.departments();
  assert.deepEqual([name, code, color, to.board.channels().length, along.brought.map(({ root }) => root), [...along.left]], ['Vertrieb', 'V', '#123456', 1, ['departments'], ['Opa Heinz']]);
  const [card] = to.board.cards(made, there).map((id) => to.board.card(id));
  assert.deepEqual([card.text, card.touchpoint, card.by], ['Schlange', copy.id, 'seat-2']);
  assert.equal(to.board.lane(there).hidden, false, 'what is pasted is seen');
  assert.deepEqual(to.board.unplaced().cards.map((id) => to.board.card(id).text), ['Kamera'], 'what has no lane here waits in the tray');
  to.undo.undo();
  assert.deepEqual([to.board.exists('activities', made), to.board.unplaced().cards.length, to.board.lane(there).hidden, to.board.departments()], [false, 0, true, []], 'one act');
});

test('a label that was thrown away here is taken out of the bin, and one name is made once', () => {
  const [from, to] = [room(), room()];
  const [a, b] = ['Kasse', 'Telefon'].map((name) => from.commands.addTouchpoint(from.activity, { name, department: from.commands.addDepartment({ name: 'Vertrieb', code: 'V', color: '#123456' }) }));
  const thrown = to.commands.addDepartment({ name: 'vertrieb', code: 'VT', color: '#654321' });
  to.commands.remove('departments', thrown);
  const bundle = travelled(gather(from.board, HERE, { root: 'touchpoints', id: a, ids: [a, b] }, false));
  const made = lay(to.board, to.commands, bundle, 'board-number-two', at(to.activity), () => null);
  assert.deepEqual(made.map((id) => to.board.touchpoint(id).department), [thrown, thrown]);
  assert.equal(to.board.departments().length, 1);
});

test('of several kinds, what hangs under an activity that goes along is in the clipboard once', () => {
  const host = room();
  const second = host.commands.addActivity(host.stage, { text: 'Ich zahle' });
  const [under, apart] = [host.activity, second].map((activity) => host.commands.addCard(activity, host.lane, { text: 'Karte' }));
  const load = { root: 'activities', id: host.activity, ids: [host.activity], also: [{ root: 'cards', id: under, ids: [under, apart] }] };
  const bundle = travelled(gather(host.board, HERE, load, false));
  assert.deepEqual(partsOf(bundle).map(({ root, things }) => [root, things.map(({ id }) => id)]), [['activities', [host.activity]], ['cards', [apart]]]);
  assert.equal(toClipboard(bundle).plain.split('\n').length, 3);
  takeOff(host.commands, { ...bundle, cut: true });
  assert.deepEqual(host.board.bin().map(({ id }) => id).toSorted(), [host.activity, under, apart].toSorted());
});

test('what was cut comes back once as the same things, and after that as copies', () => {
  const host = room();
  const second = host.commands.addActivity(host.stage, { text: 'Ich zahle' });
  const ids = ['a', 'b'].map((text) => host.commands.addCard(host.activity, host.lane, { text }));
  const bundle = travelled(gather(host.board, HERE, { root: 'cards', id: ids[0], ids }, true));
  takeOff(host.commands, bundle);
  assert.deepEqual([host.board.cards(host.activity, host.lane), host.board.bin().length], [[], 2]);
  assert.deepEqual(bringBack(host.board, host.commands, bundle, HERE, at(second, host.lane)), ids);
  assert.deepEqual(host.board.cards(second, host.lane), ids);
  assert.equal(bringBack(host.board, host.commands, bundle, HERE, at(second, host.lane)), null);
  host.undo.undo();
  assert.equal(host.board.bin().length, 2);
  const elsewhere = room();
  assert.equal(bringBack(elsewhere.board, elsewhere.commands, bundle, 'board-number-two', at(elsewhere.activity, elsewhere.lane)), null);
});

test('a lane is found by its title, else by its kind', () => {
  const host = room();
  const own = host.commands.addLane('custom', 'Recht');
  const names = { lanes: { 'lane-of-theirs-1': { kind: 'custom', title: 'RECHT' }, 'lane-of-theirs-2': { kind: 'expectation', title: 'Anders' }, 'lane-of-theirs-3': { kind: 'custom', title: null } } };
  const lane = (id) => laneFor(host.board, { board: 'other', names }, HERE, { lane: id });
  assert.deepEqual([lane('lane-of-theirs-1'), lane('lane-of-theirs-2'), lane('lane-of-theirs-3')], [own, host.lane, null]);
});

test('what is slipped into the clipboard is left out, and what is no bundle is nothing', () => {
  const put = (told) => fromClipboard(`<ul data-brownboard="${btoa(JSON.stringify(told))}"></ul>`);
  const thing = { id: 'card-number-1', fields: { text: 'gut', place: 'x|y|z', deleted: 'now', by: 'me', status: 'never', due: 'morgen', persona: '../../etc', constructor: 'x', __proto__: { a: 1 }, responsible: 5 } };
  const good = { version: 1, board: 'b', root: 'cards', things: [thing, null, { id: 7, fields: {} }], names: { channels: { 'bad id': 'x', 'channel-one': 7 } } };
  assert.deepEqual(put(good).things, [{ id: 'card-number-1', fields: { text: 'gut' } }]);
  assert.deepEqual(put(good).names.channels, {});
  for (const bad of [null, 7, {}, { ...good, version: 2 }, { ...good, root: 'toString' }, { ...good, things: 'many' }, { ...good, things: [] }]) assert.equal(put(bad), null);
  assert.equal(fromClipboard('<ul data-brownboard="AAAA"></ul>'), null);
  assert.equal(fromClipboard('<p>hello</p>'), null);
  const touchpoint = put({ ...good, root: 'touchpoints', things: [{ id: 'point-number-1', fields: { name: 'n'.repeat(LONGEST + 9), smiley: 9, target: 7.5, online: false, relevance: 2.5, 'custom:A': 'a', 'scale:B': 'b' } }] });
  assert.deepEqual(touchpoint.things[0].fields, { name: 'n'.repeat(LONGEST), target: 7.5, online: false, 'custom:A': 'a' });
});

test('what another throws away while it is carried stays away, and the rest goes along', () => {
  const host = room();
  const second = host.commands.addActivity(host.stage);
  const [a, b, c] = ['a', 'b', 'c'].map((text) => host.commands.addCard(host.activity, host.lane, { text }));
  const load = { root: 'cards', id: a, ids: [a, b, c] };
  host.commands.remove('cards', a);
  assert.deepEqual(still(host.board, load), { root: 'cards', id: b, ids: [b, c] });
  assert.ok(put(host.commands, still(host.board, load), { parents: [second, host.lane], index: 0 }));
  assert.deepEqual(host.board.cards(second, host.lane), [b, c]);
  host.commands.remove('cards', b);
  assert.deepEqual(still(host.board, load), { root: 'cards', id: c });
  host.commands.remove('cards', c);
  assert.equal(still(host.board, load), null);
});

test('from one card to another means the block between them, cut at both ends', () => {
  const host = room();
  const second = host.commands.addActivity(host.stage);
  const pain = host.commands.addLane('painPoint');
  const card = (activity, lane, text) => host.commands.addCard(activity, lane, { text });
  const [a, b] = ['a', 'b'].map((text) => card(host.activity, host.lane, text));
  const [c, d] = ['c', 'd'].map((text) => card(second, host.lane, text));
  const [e] = [card(host.activity, pain, 'e')];
  const f = card(second, pain, 'f');
  const loose = card(null, null, 'loose');
  assert.deepEqual(inOrder(host.board, 'cards'), [a, b, e, c, d, f, loose]);
  assert.deepEqual(between(host.board, 'cards', b, c), [b, c], 'along one lane');
  assert.deepEqual(between(host.board, 'cards', c, b), [b, c], 'and back');
  assert.deepEqual(between(host.board, 'cards', b, e), [b, e], 'down one activity');
  assert.deepEqual(between(host.board, 'cards', a, f), [a, b, e, c, d, f]);
  assert.deepEqual(between(host.board, 'cards', 'gone', a), [a]);
  assert.deepEqual(between(host.board, 'activities', host.activity, second), [host.activity, second]);
});

test('all that hangs under things is counted with them', () => {
  assert.equal(withAll([{ id: 'x', fields: {}, touchpoints: [{ id: 'y', fields: {} }], cards: [{ id: 'z', fields: {} }] }]).length, 3);
});
