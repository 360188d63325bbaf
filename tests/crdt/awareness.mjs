// A stock client: applies awareness updates (base64, one a line) and prints after each whom it sees.
// usage: node awareness.mjs CLIENT_ID
import * as Y from 'yjs'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import { createInterface } from 'node:readline'

const doc = new Y.Doc()
doc.clientID = Number(process.argv[2])
const awareness = new Awareness(doc)
awareness.setLocalState({ me: true })
for await (const line of createInterface({ input: process.stdin })) {
  applyAwarenessUpdate(awareness, Buffer.from(line, 'base64'), 'server')
  console.log(JSON.stringify(Object.fromEntries(awareness.getStates())))
}
awareness.destroy()
