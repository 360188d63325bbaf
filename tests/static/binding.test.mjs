// A text field bound to a shared text: letters out, others' letters in, compositions, undo. The real browser is in tests/browser.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Doc, applyUpdate, encodeStateAsUpdate } from '#yjs';
import { bindText } from '../../static/text/binding.js';
import { randomOf } from './people.mjs';

/** What a textarea does for a binding: a value, a selection that keeps inside it, events. */
class Field extends EventTarget {
  #value = '';
  selectionStart = 0;
  selectionEnd = 0;
  selectionDirection = 'none';
  scrollTop = 0;
  ownerDocument = { activeElement: this };
  get value() { return this.#value; }
  set value(text) {
    this.#value = text;
    this.selectionStart = this.selectionEnd = text.length;
  }
  blur() { this.blurred = true; }
  setSelectionRange(start, end) { [this.selectionStart, this.selectionEnd] = [start, end]; }
  /** The person types (or pastes) over the selection. */
  type(text) {
    this.change(text);
    this.dispatchEvent(new Event('input'));
  }
  change(text) {
    const at = this.selectionStart;
    this.value = this.#value.slice(0, at) + text + this.#value.slice(this.selectionEnd);
    this.setSelectionRange(at + text.length, at + text.length);
  }
}

const HISTORY = { undo() {}, redo() {} };

function bound(start = '', history = HISTORY) {
  const text = new Doc().getText('t');
  text.insert(0, start);
  const field = new Field();
  const end = bindText(text, field, history);
  return { text, field, end };
}

test('what is typed arrives letter by letter, what others write appears', () => {
  const { text, field } = bound('Preis');
  field.setSelectionRange(5, 5);
  field.type('e');
  assert.equal(text.toString(), 'Preise');
  text.insert(0, 'Die ');
  assert.deepEqual([field.value, field.selectionStart], ['Die Preise', 10]);
});

test('caret and selection keep their place among others\' letters, emoji too', () => {
  const { text, field } = bound('eins zwei drei');
  field.setSelectionRange(5, 9);
  text.insert(0, '😀 ');
  text.delete(text.length - 4, 4);
  assert.equal(field.value.slice(field.selectionStart, field.selectionEnd), 'zwei');
});

test('during a composition nothing goes out and nothing disturbs; afterwards both are there', () => {
  const { text, field } = bound('ab');
  field.setSelectionRange(2, 2);
  field.dispatchEvent(new Event('compositionstart'));
  field.change('か');
  field.dispatchEvent(new Event('input'));
  assert.equal(text.toString(), 'ab');
  text.insert(0, 'xx');
  text.insert(text.length, '!');
  assert.equal(field.value, 'abか');
  field.setSelectionRange(2, 3);
  field.change('漢字');
  field.dispatchEvent(new Event('compositionend'));
  assert.equal(text.toString(), 'xxab漢字!');
  assert.deepEqual([field.value, field.selectionStart], ['xxab漢字!', 6]);
});

test('a field that closes during a composition sends what was composed', () => {
  const { text, field, end } = bound('');
  field.dispatchEvent(new Event('compositionstart'));
  field.change('字');
  end();
  assert.equal(text.toString(), '字');
  end();
  field.type('x');
  assert.equal(text.toString(), '字');
});

test('undo of the browser becomes ours', () => {
  const asked = [];
  const { field } = bound('', { undo: () => asked.push('undo'), redo: () => asked.push('redo') });
  const before = (inputType) => Object.assign(new Event('beforeinput', { cancelable: true }), { inputType });
  const key = (name, shiftKey = false) => Object.assign(new Event('keydown', { cancelable: true }), { key: name, ctrlKey: true, metaKey: false, altKey: false, shiftKey, isComposing: false });
  for (const event of [before('historyUndo'), before('historyRedo'), key('z'), key('Z', true), key('y')]) {
    field.dispatchEvent(event);
    assert.ok(event.defaultPrevented);
  }
  const other = key('b');
  field.dispatchEvent(other);
  assert.ok(!other.defaultPrevented);
  assert.deepEqual(asked, ['undo', 'redo', 'undo', 'redo', 'redo']);
});

test('a board that is locked while the field is open takes no letter more', () => {
  let denied = 0;
  const history = { ...HISTORY, readOnly: false, denied: () => { denied++; } };
  const { text, field } = bound('a', history);
  history.readOnly = true;
  field.type('b');
  assert.deepEqual([text.toString(), field.value, denied], ['a', 'a', 1]);
});

test('a field whose document is exchanged lets go, so that nobody types into nothing', () => {
  const { text, field } = bound('a');
  text.doc.destroy();
  assert.ok(field.blurred);
  field.type('b');
  assert.equal(text.toString(), 'a');
});

for (const seed of [1, 2, 3, 4]) {
  test(`two fields and a composing one end up alike (seed ${seed})`, () => {
    const random = randomOf(seed);
    const docs = [new Doc(), new Doc(), new Doc()];
    const fields = docs.map((doc) => {
      const field = new Field();
      bindText(doc.getText('t'), field, HISTORY);
      return field;
    });
    const composing = [false, false, false];
    const send = () => { for (const a of docs) for (const b of docs) if (a !== b) applyUpdate(b, encodeStateAsUpdate(a), 'remote'); };
    for (let i = 0; i < 300; i++) {
      const n = random.below(3);
      const field = fields[n];
      const at = random.below(field.value.length + 1);
      const clean = /[\udc00-\udfff]/.test(field.value[at] ?? '') ? at - 1 : at;
      field.setSelectionRange(clean, clean);
      if (n === 0 && random.next() < 0.3) {
        if (!composing[0]) field.dispatchEvent(new Event('compositionstart'));
        else field.dispatchEvent(new Event('compositionend'));
        composing[0] = !composing[0];
      } else field.type(random.pick(['a', 'b', 'ä', '😀', 'word ', '']));
      if (random.next() < 0.4) send();
    }
    if (composing[0]) fields[0].dispatchEvent(new Event('compositionend'));
    send();
    send();
    for (const [i, field] of fields.entries()) assert.equal(field.value, docs[i].getText('t').toString());
    assert.ok(fields.every(({ value }) => value === fields[0].value));
    assert.doesNotMatch(fields[0].value, /[\ud800-\udbff](?![\udc00-\udfff])/);
  });
}
