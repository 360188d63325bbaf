// Words as one looks for them: case, umlauts and sharp s make no difference.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Sought } from '../../static/text/fold.js';

/** @param {string} query @param {string} text */
const found = (query, text) => new Sought(query).in(text);
/** @param {string} query @param {string} text */
const words = (query, text) => new Sought(query).places(text).map(([from, to]) => text.slice(from, to));

test('case, umlauts, accents and sharp s are the same letters', () => {
  for (const query of ['Überlegung', 'überlegung', 'uberlegung', 'ueberlegung', 'ÜBERLEGUNG', 'U\u0308berlegung']) assert.ok(found(query, 'die Überlegung'), query);
  for (const query of ['straße', 'STRASSE', 'strasse']) assert.ok(found(query, 'Auf der Straße'), query);
  assert.ok(found('groß', 'Der GROSSE Preis'));
  assert.ok(found('cafe', 'Im Café'));
  assert.ok(found('für', 'fu\u0308r alle'));
  assert.ok(!found('müll', 'die Mühle'));
});

test('every word has to be there, in any order and over lines', () => {
  assert.ok(found('fühle  ich', 'Ich fühle mich'));
  assert.ok(found('abend sofa', 'sofa\nam abend'));
  assert.ok(!found('ich rase', 'Ich fühle mich'));
  assert.ok(!found('  ', 'Ich fühle mich'));
});

test('the places are those of the text as it is written', () => {
  assert.deepEqual(words('strasse', 'Straße, strasse und STRASSE'), ['Straße', 'strasse', 'STRASSE']);
  assert.deepEqual(words('uber', '😍 Über über'), ['Über', 'über']);
  assert.deepEqual(words('ueber', '😍 Über u\u0308ber ueber'), ['Über', 'u\u0308ber', 'ueber']);
  assert.deepEqual(words('ich müde', 'Ich bin mu\u0308de'), ['Ich', 'mu\u0308de']);
  assert.deepEqual(words('s', 'ß'), ['ß']);
  assert.deepEqual(words('x', ''), []);
});

test('a text is found by each part of itself, however it is written', () => {
  const text = 'Weißt Du, dass „Ökostrom“ in Łódź über 20 % teurer ist? Ja – naïve Käufer zahlen\u00a0es 😍';
  for (let from = 0; from < text.length; from += 1) {
    for (const to of [from + 1, from + 5, from + 17]) {
      const part = text.slice(from, to);
      if (!part.trim() || /^[\udc00-\udfff]|[\ud800-\udbff]$/.test(part)) continue;
      for (const query of [part, part.toUpperCase(), part.normalize('NFD')]) {
        assert.ok(found(query, text), query);
        for (const [start, end] of new Sought(query).places(text)) assert.ok(start >= 0 && end > start && end <= text.length);
      }
    }
  }
});
