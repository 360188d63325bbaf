// Words for people: all languages say the same things, every word asked for exists, every word that exists is asked for.
import assert from 'node:assert/strict';
import test from 'node:test';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as i18n from '../../static/ui/i18n.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(join(ROOT, path), 'utf8');
const languages = readdirSync(join(ROOT, 'static/i18n')).map((file) => [file.replace('.json', ''), JSON.parse(read(`static/i18n/${file}`))]);
const { de, en } = Object.fromEntries(languages);
const FORM = /\.(zero|one|two|few|many|other)$/;
const DATA = new Set(['static/vendor', 'static/i18n', 'static/dist']);

function* sources(folder) {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && !DATA.has(path)) yield* sources(path);
    else if (/\.(js|py|html)$/.test(entry.name)) yield [path, read(path)];
  }
}

const files = ['static', 'server', 'board'].flatMap((folder) => [...sources(folder)]);
const matches = (pattern) => files.flatMap(([path, text]) => [...text.matchAll(pattern)].map(([, key]) => [path, key]));
const known = (key) => key in de || `${key}.other` in de;
const placeholders = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
/** A form that only some numbers take; `stage.one` is a stage, and no number. */
const isForm = (key) => FORM.test(key) && !key.endsWith('.other') && `${key.replace(FORM, '')}.other` in en;
const always = (key) => !isForm(key);

test('every language has the same keys with the same placeholders', () => {
  for (const [lang, messages] of languages) {
    assert.deepEqual(Object.keys(messages).filter(always).sort(), Object.keys(en).filter(always).sort(), lang);
    for (const key of Object.keys(en).filter(always)) assert.deepEqual(placeholders(messages[key]), placeholders(en[key]), `${lang}: ${key}`);
  }
});

test('a plural has each form that its language uses for numbers of things, and none that it does not know', () => {
  for (const [lang, messages] of languages) {
    const plural = new Intl.PluralRules(lang);
    const needed = new Set(Array.from({ length: 200 }, (_, count) => plural.select(count)));
    const known = plural.resolvedOptions().pluralCategories;
    for (const key of Object.keys(messages).filter((name) => name.endsWith('.other') && placeholders(messages[name]).includes('count'))) {
      const base = key.replace(FORM, '');
      for (const form of needed) assert.ok(`${base}.${form}` in messages, `${lang}: ${base}.${form}`);
    }
    for (const key of Object.keys(messages).filter(isForm)) assert.ok(known.includes(/** @type {any} */ (FORM.exec(key)?.[1])) && `${key.replace(FORM, '')}.other` in messages, `${lang}: ${key}`);
  }
});

test('no message is empty, or speaks of what people need not know', () => {
  const never = /\b(sync|session|CRDT|websocket|error \d|Fehler \d)\b/i;
  for (const [, messages] of languages) {
    for (const [key, text] of Object.entries(messages)) {
      assert.ok(text.trim(), key);
      assert.doesNotMatch(text, never, key);
    }
  }
});

test('every message that is asked for exists', () => {
  const asked = matches(/\bt\(\s*['"]([\w.]+\w)['"]/g);
  assert.ok(asked.length > 50);
  assert.deepEqual(asked.filter(([, key]) => !known(key)).map(([path, key]) => `${path}: ${key}`), []);
});

test('every message is asked for somewhere: by its key, or by its beginning or end where the rest is put together', () => {
  const literals = new Set(matches(/['"`]([a-z]\w*(?:\.\w+)+)['"`]/g).map(([, key]) => key));
  const prefixes = [...new Set(matches(/['"`]([a-z]\w*(?:\.\w+)*\.)(?:\$?\{|['"`])/g).map(([, prefix]) => prefix))];
  const suffixes = [...new Set(matches(/`\$\{[\w.]+\}(\.\w[\w.]*)`/g).map(([, suffix]) => suffix))];
  const composed = (key) => prefixes.some((prefix) => key.startsWith(prefix)) || suffixes.some((suffix) => key.endsWith(suffix));
  const used = (key) => literals.has(key) || literals.has(key.replace(FORM, '')) || composed(key);
  assert.deepEqual(Object.keys(de).filter((key) => !used(key)), []);
});

test('a message is filled in, numbers in the reader\'s manner, and what is not given stays visible', () => {
  i18n.setLanguage('de', { hello: '{name} hat {count} Karten', 'cards.one': '{count} Karte', 'cards.other': '{count} Karten' });
  assert.equal(i18n.t('hello', { name: 'Ana', count: 12345 }), 'Ana hat 12.345 Karten');
  assert.equal(i18n.t('hello', { name: 'Ana' }), 'Ana hat {count} Karten');
  assert.deepEqual([i18n.t('cards', { count: 1 }), i18n.t('cards', { count: 0 })], ['1 Karte', '0 Karten']);
  assert.equal(i18n.t('unknown.key'), 'unknown.key');
  assert.deepEqual([i18n.has('hello'), i18n.has('nothing'), i18n.lang()], [true, false, 'de']);
});

test('numbers, dates and times are those of the language', () => {
  i18n.setLanguage('de', {});
  assert.deepEqual([i18n.number(0.5), i18n.clock(125), i18n.clock(-3)], ['0,5', '2:05', '0:00']);
  assert.match(i18n.date('2026-03-04T12:00:00Z'), /^04\.03\.2026$/);
  assert.equal(i18n.ago(0, 5 * 60_000), 'vor 5 Minuten');
  assert.equal(i18n.ago(0, 48 * 3_600_000), 'vorgestern');
  i18n.setLanguage('en', {});
  assert.equal(i18n.ago(0, 3 * 3_600_000), '3 hours ago');
});
