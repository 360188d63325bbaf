// Orders: fractional indexes with jitter.
import assert from 'node:assert/strict';
import test from 'node:test';
import { between, compare, spread } from '../../static/model/order.js';
import { randomOf } from './people.mjs';

test('an order lies between its neighbours, wherever it is put', () => {
  const random = randomOf(1);
  const orders = [];
  for (let i = 0; i < 5_000; i++) {
    const at = random.below(orders.length + 1);
    const order = between(orders[at - 1] ?? null, orders[at] ?? null);
    assert.ok(order !== null);
    assert.ok(orders[at - 1] === undefined || orders[at - 1] < order);
    assert.ok(orders[at] === undefined || order < orders[at]);
    assert.match(order, /^[A-Za-z][0-9A-Za-z]*[1-9A-Za-z]$/);
    orders.splice(at, 0, order);
  }
  assert.ok(Math.max(...orders.map((order) => order.length)) < 20);
});

test('orders stay short when a thousand cards are added one after another, at the end or at the start', () => {
  let [last, first] = [between(null, null), between(null, null)];
  for (let i = 0; i < 1_000; i++) [last, first] = [between(last, null), between(null, first)];
  assert.ok(last.length <= 8 && first.length <= 8, `${last} ${first}`);
});

test('orders grow slowly when every card goes to the same place', () => {
  const left = between(null, null);
  let right = between(left, null);
  for (let i = 0; i < 500; i++) right = between(left, right);
  assert.ok(right.length < 110, `${right.length}`);
});

test('ten people who insert at one place at once draw different orders', () => {
  const [a, b] = spread(2);
  for (let round = 0; round < 20; round++) {
    const drawn = new Set(Array.from({ length: 10 }, () => between(a, b)));
    assert.ok(drawn.size >= 9);
  }
});

test('nothing fits between equal orders, reversed ones, or those of a client with other digits', () => {
  const [a, b] = spread(2);
  assert.equal(between(a, a), null);
  assert.equal(between(b, a), null);
  for (const foreign of ['', '!', 'a', 'ä0', 'zz', 'a00', 'A00000000000000000000000000']) {
    const order = between(foreign, null);
    assert.ok(order === null || order > foreign, foreign);
  }
});

test('a spread row rises', () => {
  const orders = spread(50);
  assert.deepEqual([...orders].sort(), orders);
  assert.equal(new Set(orders).size, 50);
});

test('ties are broken by id, by code unit and not by locale', () => {
  const row = [{ id: 'b', order: 'a1' }, { id: 'B', order: 'a1' }, { id: 'a', order: 'Zz' }, { id: 'a', order: 'a1' }];
  assert.deepEqual(row.sort(compare).map(({ id, order }) => order + id), ['Zza', 'a1B', 'a1a', 'a1b']);
});
