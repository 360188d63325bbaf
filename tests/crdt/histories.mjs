// Plays seeded histories of a board with real Yjs and prints, line by line, what reaches the server.
// usage: node histories.mjs FIRST_SEED COUNT STEPS
import * as Y from 'yjs'

const FLAT = ['board', 'ratings']
const PLURAL = ['personas', 'stages', 'cards']
const ROOTS = [...FLAT, ...PLURAL]
const WORDS = ['a', 'Ich ', 'größer', '😀', '👩‍👩‍👧', '漢字', '\n', 'x'.repeat(40), 'é', '']
const VALUES = [1, -5, 0.1, 2 ** 40, 1e300, true, false, null, undefined, 'Wort', '😀', [1, [2]], { a: { b: [null] } }, 10n]

/** A small generator of pseudo-random numbers (mulberry32). */
function dice (seed) {
  return () => {
    seed = (seed + 0x6D2B79F5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Values that JSON does not know, as pycrdt writes them. */
function asPycrdtReads (key, value) {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Uint8Array) return [...value]
  return value === undefined ? null : value
}

class History {
  constructor (seed) {
    this.random = dice(seed)
    this.server = new Y.Doc({ gc: true })
    this.server.clientID = 4000000000
    this.trace = []
    this.clients = []
    this.ids = 0
    const count = 2 + this.below(3)
    for (let i = 0; i < count; i++) this.clients.push(this.client(i))
    if (count > 2) { // two tabs of one browser that also hear each other directly
      this.clients[0].tab = this.clients[1]
      this.clients[1].tab = this.clients[0]
    }
  }

  below (n) { return Math.floor(this.random() * n) }
  pick (list) { return list[this.below(list.length)] }

  client (number) {
    const doc = new Y.Doc({ gc: this.random() < 0.8 })
    doc.clientID = 1 + this.below(2 ** 32 - 2)
    const client = { doc, inbox: [], outbox: [], online: true, tab: null, number }
    doc.on('update', (update, origin) => {
      if (origin === 'server' || origin === 'tab') return
      client.outbox.push(update)
      if (client.tab) Y.applyUpdate(client.tab.doc, update, 'tab')
    })
    client.undo = new Y.UndoManager(ROOTS.map(root => doc.getMap(root)), { captureTimeout: 0, trackedOrigins: new Set(['me']) })
    return client
  }

  run (steps) {
    for (let i = 0; i < steps; i++) this.step(this.pick(this.clients))
    for (let round = 0; round < 3; round++) for (const client of this.clients) this.reconnect(client)
    const content = Object.fromEntries(ROOTS.map(root => [root, this.server.getMap(root).toJSON()]))
    for (const client of this.clients) client.undo.destroy()
    return JSON.stringify(content, asPycrdtReads)
  }

  step (client) {
    const roll = this.random()
    if (roll < 0.62) client.doc.transact(() => { for (let n = 1 + this.below(3); n > 0; n--) this.edit(client.doc) }, 'me')
    else if (roll < 0.67) client.undo.undo()
    else if (roll < 0.70) client.undo.redo()
    else if (roll < 0.73) client.online = false
    else if (roll < 0.76) this.reconnect(client)
    else if (client.online) { this.send(client); this.hear(client) }
  }

  /** Frames as they were made, or several merged into one. */
  send (client) {
    while (client.outbox.length) {
      const count = 1 + this.below(this.random() < 0.3 ? client.outbox.length : 1)
      const updates = client.outbox.splice(0, count)
      this.receive(client, count > 1 ? Y.mergeUpdates(updates) : updates[0])
    }
  }

  hear (client) {
    for (const update of client.inbox.splice(0)) Y.applyUpdate(client.doc, update, 'server')
  }

  /** Sync step 2 either way, in either order; sometimes with more than is missing, and from the raw log of a tab. */
  reconnect (client) {
    client.online = true
    const vector = Y.encodeStateVector(this.server)
    if (this.random() < 0.5) {
      client.inbox = []
      Y.applyUpdate(client.doc, Y.encodeStateAsUpdate(this.server, Y.encodeStateVector(client.doc)), 'server')
    }
    const roll = this.random()
    const whole = Y.encodeStateAsUpdate(client.doc)
    let update = Y.encodeStateAsUpdate(client.doc, vector)
    if (roll < 0.2) update = whole
    else if (roll < 0.4) update = Y.mergeUpdates([whole, ...client.outbox])
    else if (roll < 0.5) update = Y.diffUpdate(Y.mergeUpdates([...client.outbox, whole]), vector)
    client.outbox = []
    this.receive(client, update)
    Y.applyUpdate(client.doc, Y.encodeStateAsUpdate(this.server, Y.encodeStateVector(client.doc)), 'server')
    client.inbox = []
  }

  receive (client, update) {
    const trial = new Y.Doc()
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(this.server))
    Y.applyUpdate(trial, update)
    const gap = trial.store.pendingStructs !== null || trial.store.pendingDs !== null
    trial.destroy()
    this.trace.push((gap ? 'gap ' : 'ok ') + Buffer.from(update).toString('base64'))
    if (gap) { // R6: the server answers with a sync step 1
      client.outbox = []
      update = Y.encodeStateAsUpdate(client.doc, Y.encodeStateVector(this.server))
      this.trace.push('ok ' + Buffer.from(update).toString('base64'))
    }
    Y.applyUpdate(this.server, update)
    if (this.server.store.pendingStructs !== null) throw new Error('a history with a hole')
    for (const other of this.clients) if (other !== client && other.online) other.inbox.push(update)
  }

  edit (doc) {
    const roll = this.random()
    if (roll < 0.12) return this.add(doc)
    if (roll < 0.2) return doc.getMap('ratings').set(`act-000000${this.below(3)}/-/outside`, 1 + this.below(10))
    if (roll < 0.27) return this.board(doc)
    const root = doc.getMap(this.pick(PLURAL))
    const ids = [...root.keys()]
    if (ids.length === 0) return this.add(doc)
    const id = this.pick(ids)
    if (roll < 0.30) return root.delete(id)
    if (roll < 0.32) return root.set(id, this.item())
    this.change(root.get(id))
  }

  add (doc) {
    const id = this.random() < 0.2 ? 'shared-id-1' : `item-${this.below(1e9)}-${this.ids++}`
    doc.getMap(this.pick(PLURAL)).set(id, this.item())
  }

  item () {
    return new Y.Map([['text', new Y.Text(this.pick(WORDS))], ['place', `s|${this.below(99)}`], ['by', 'seat']])
  }

  change (item) {
    const text = item.get('text')
    const roll = this.random()
    if (roll < 0.5 && text instanceof Y.Text) return this.write(text)
    if (roll < 0.8) return item.set(this.pick(['place', 'by', 'kind', 'custom:größe 😀']), this.pick(VALUES))
    if (roll < 0.87) return item.delete(this.pick(['place', 'kind']))
    if (roll < 0.92) return item.set('text', new Y.Text(this.pick(WORDS)))
    if (roll < 0.94) return item.set('blob', new Uint8Array([1, 2, 255]))
    if (roll < 0.96 && text instanceof Y.Text) return text.applyDelta([{ retain: 0 }, { insert: 'Δ' }])
    item.set('later', new Y.Text(this.pick(WORDS)))
  }

  board (doc) {
    const board = doc.getMap('board')
    const next = board.get('next')
    if (this.random() < 0.5) return board.set(this.pick(['title', 'scope', 'owner']), this.pick(VALUES))
    if (next === undefined) return board.set('next', new Y.Text('weiter'))
    this.write(next)
  }

  /** Inserts or deletes whole characters, as a careful editor does. */
  write (text) {
    const characters = [...text.toString()]
    const from = this.below(characters.length + 1)
    const count = Math.min(this.below(6), characters.length - from)
    const units = list => list.join('').length
    const start = units(characters.slice(0, from))
    if (this.random() < 0.35 && count > 0) text.delete(start, units(characters.slice(from, from + count)))
    else text.insert(this.random() < 0.4 ? units(characters) : start, this.pick(WORDS))
  }
}

const [first, count, steps] = process.argv.slice(2).map(Number)
for (let seed = first; seed < first + count; seed++) {
  const history = new History(seed)
  try {
    const content = history.run(steps)
    console.log(JSON.stringify({ seed, trace: history.trace, content }))
  } catch (error) {
    if (!(error instanceof TypeError && /integrate/.test(error.stack))) throw error
    // About once in 25,000 steps Yjs 13.6 itself fails: on a struct whose first half it has collected.
  }
}
