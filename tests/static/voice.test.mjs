// The hint about the customer's own voice, measured on sentences of real journeys that were labelled by hand: those that the rules
// were made with, and those that nobody looked at while making them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SPOKEN, Voice } from '../../static/text/voice.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const LANGUAGES = ['de', 'en'];
const words = Object.fromEntries(LANGUAGES.map((language) => [language, read(`static/voice/${language}.json`)]));
const voices = Object.fromEntries(LANGUAGES.map((language) => [language, new Voice(words[language])]));

/** Precision: of the hints given, how many were wanted. Recall: of those wanted, how many were given. */
function measure(language, part) {
  const cases = read(`tests/voice/${language}.json`)[part].map(([kind, label, text]) => ({ label, text, given: voices[language].doubt(text, kind)?.reason ?? 'ok' }));
  const given = cases.filter((one) => one.given !== 'ok');
  const wanted = cases.filter((one) => one.label !== 'ok');
  const right = given.filter((one) => one.label !== 'ok');
  const named = right.filter((one) => one.label === one.given);
  const wrong = cases.filter((one) => one.label !== one.given).map((one) => `${one.label} ${one.given} ${one.text}`);
  return { count: cases.length, precision: right.length / given.length, recall: right.length / wanted.length, reason: named.length / right.length, wrong };
}

const LEAST = { developed: { precision: 0.98, recall: 0.98, reason: 0.95 }, 'held out': { precision: 0.9, recall: 0.8, reason: 0.85 } };

for (const language of LANGUAGES) {
  for (const [part, least] of Object.entries(LEAST)) {
    test(`${language}, ${part}: a hint is mostly wanted, and mostly given where it is`, (context) => {
      const { wrong, ...figures } = measure(language, part);
      context.diagnostic(`${language} ${part} ${JSON.stringify(figures)}`);
      for (const [name, bound] of Object.entries(least)) assert.ok(figures[name] >= bound, `${name} ${figures[name]}\n${wrong.join('\n')}`);
    });
  }

  test(`${language}: at least 150 sentences, none twice, and the unseen ones are not among the others`, () => {
    const { developed, 'held out': held } = read(`tests/voice/${language}.json`);
    const texts = [...developed, ...held].map(([, , text]) => text);
    assert.ok(texts.length >= 150);
    assert.equal(new Set(texts).size, texts.length);
  });

  test(`${language}: what is offered to begin with is in the first person itself`, () => {
    for (const kind of SPOKEN) for (const starter of words[language].starters[kind]) assert.equal(voices[language].doubt(starter, kind), null, starter);
  });

  test(`${language}: a card without words is left in peace`, () => {
    for (const text of ['', '  ', '…', '👍', '?!']) assert.equal(voices[language].doubt(text, 'activity'), null);
  });
}

test('the journeys that we give as examples are all in the customer\'s voice', () => {
  for (const name of ['fernseher-kauf', 'tv-purchase']) {
    const { journey, language } = read(`board/templates/${name}.json`);
    const kinds = new Map(journey.lanes.map(({ id, kind }) => [id, kind]));
    const activities = journey.stages.flatMap((stage) => stage.activities);
    const told = activities.flatMap(({ text, cards }) => [['activity', text], ...cards.map((card) => [kinds.get(card.lane), card.text])]);
    const doubted = told.filter(([kind, text]) => SPOKEN.includes(kind) && voices[language].doubt(text, kind));
    assert.ok(told.length > 60);
    assert.deepEqual(doubted, []);
  }
});

test('the words of the company are named as they were written, and as a person speaks they are nobody\'s fault', () => {
  assert.deepEqual(voices.de.doubt('Ich erlebe das Onboarding.', 'activity'), { reason: 'company', words: 'Onboarding' });
  assert.deepEqual(voices.en.doubt('Our hotline annoys me.', 'sentiment'), { reason: 'company', words: 'Our hotline' });
  assert.equal(voices.de.doubt('Ich bin seit Jahren Kunde', 'sentiment'), null);
  assert.equal(voices.en.doubt('I ask customer service', 'activity'), null);
});
