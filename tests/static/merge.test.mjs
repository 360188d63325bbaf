// Two people at one plain value.
import assert from 'node:assert/strict';
import test from 'node:test';
import { merge } from '../../static/text/merge.js';

test('who alone changed a value is right', () => {
  assert.equal(merge('Ruhe', 'Ruhe', 'Ruhe am Abend'), 'Ruhe am Abend');
  assert.equal(merge('Ruhe', 'Viel Ruhe', 'Ruhe'), 'Viel Ruhe');
  assert.equal(merge('', 'gleich', 'gleich'), 'gleich');
});

test('changes that lie apart both stay, whichever comes first', () => {
  const base = 'Ruhe am Abend, gutes Bild';
  assert.equal(merge(base, 'Viel Ruhe am Abend, gutes Bild', `${base}, guter Ton`), 'Viel Ruhe am Abend, gutes Bild, guter Ton');
  assert.equal(merge(base, `${base}, guter Ton`, 'Viel Ruhe am Abend, gutes Bild'), 'Viel Ruhe am Abend, gutes Bild, guter Ton');
});

test('changes at the same spot are both kept, one below the other', () => {
  assert.equal(merge('', 'Ruhe', 'Sicherheit'), 'Ruhe\nSicherheit');
  assert.equal(merge('Ruhe', '', 'Sicherheit'), 'Sicherheit');
});
