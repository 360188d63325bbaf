// Hocuspocus with its SQLite and Redis extensions: node hocuspocus.mjs PORT FILE REDIS_PORT
import { Redis } from '@hocuspocus/extension-redis'
import { SQLite } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'

const [port, database, redisPort] = process.argv.slice(2)
const server = new Server({
  address: '127.0.0.1',
  port: Number(port),
  quiet: true,
  extensions: [new Redis({ host: '127.0.0.1', port: Number(redisPort) }), new SQLite({ database })],
  async onAuthenticate({ token, connectionConfig }) {
    connectionConfig.readOnly = token === 'follower'
  },
})
await server.listen()
