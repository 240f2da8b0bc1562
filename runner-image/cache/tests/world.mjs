// What stands around a job: an emulator of S3, GitHub's signing keys, GitHub's own cache service, and ours.
import { spawn } from 'node:child_process'
import { createHmac, createSign, createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect, createServer as createPlainServer } from 'node:net'
import { once } from 'node:events'

const { SPRINTERS_MOTO: moto, SPRINTERS_WORK: work } = process.env
const children = new Set()
process.on('exit', end)

/** Ends every program that was started here. */
export function end () {
  for (const child of children) child.kill('SIGKILL')
}

function start (program, args, env, cwd = work) {
  const child = spawn(program, args, { cwd, env: { PATH: process.env.PATH, HOME: work, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  children.add(child)
  child.on('exit', () => children.delete(child))
  child.log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', bytes => { child.log = (child.log + bytes).slice(-20_000) })
  return child
}

/** A port that nobody listens on, as far as one can know. */
export async function freePort () {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

async function listens (port, child) {
  // Bounded by the program's own end: one that hangs is ended by whoever runs the test.
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const [event] = await Promise.race([once(socket, 'connect').then(() => ['yes']), once(socket, 'error').then(() => ['no'])]).catch(() => ['no'])
    socket.destroy()
    if (event === 'yes') return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error(`it ended at once: ${child.log}`)
}

const json = value => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Whoever signs the tokens of jobs. */
export class Issuer {
  static async start () {
    const issuer = new Issuer()
    issuer.rotate()
    issuer.server = createServer((request, response) => {
      issuer.reads += 1
      response.end(JSON.stringify({ keys: issuer.published }))
    }).listen(0, '127.0.0.1')
    await once(issuer.server, 'listening')
    issuer.url = `http://127.0.0.1:${issuer.server.address().port}`
    return issuer
  }

  reads = 0

  /** Signs with a new key from here on, and publishes that alone. */
  rotate () {
    this.pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    this.kid = randomBytes(8).toString('hex')
    this.published = [{ ...this.pair.publicKey.export({ format: 'jwk' }), kid: this.kid, use: 'sig', alg: 'RS256' }]
  }

  /** The token of a job that may read and write these scopes: 1 reads, 2 writes, 3 both. */
  token (scopes, { repository = '42', expiresIn = 3600, issuer = this.url, header = {} } = {}) {
    const ac = JSON.stringify(Object.entries(scopes).map(([Scope, Permission]) => ({ Scope, Permission })))
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, aud: 'vso:1', nbf: now - 60, exp: now + expiresIn, repository_id: repository, run_id: '1', ac }
    const text = `${json({ alg: 'RS256', typ: 'JWT', kid: this.kid, ...header })}.${json(claims)}`
    return `${text}.${createSign('RSA-SHA256').update(text).sign(this.pair.privateKey).toString('base64url')}`
  }
}

/** GitHub's own cache service, as far as a job that is sent away from it can see it: it has nothing. */
export class GitHub {
  calls = []

  static async start () {
    const github = new GitHub()
    github.server = createServer((request, response) => {
      github.calls.push(request.url.split('?')[0].split('/').pop())
      request.resume().on('end', () => {
        response.setHeader('Content-Type', 'application/json')
        if (request.url.includes('/twirp/')) return response.end('{"ok":false}')
        response.writeHead(204).end()
      })
    }).listen(0, '127.0.0.1')
    await once(github.server, 'listening')
    github.url = `http://127.0.0.1:${github.server.address().port}/`
    return github
  }
}

/** The emulator of S3, and its bucket. */
export class Bucket {
  static async start () {
    const bucket = new Bucket()
    const port = await freePort()
    bucket.process = start(moto, ['-H', '127.0.0.1', '-p', String(port)], {})
    bucket.url = `http://127.0.0.1:${port}`
    await listens(port, bucket.process)
    await bucket.call('PUT', '/acme-cache')
    return bucket
  }

  /** A call that is signed with the emulator's credentials: version 4, in the header. */
  async call (method, path, { body, query = '', range } = {}) {
    const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
    const [day, scope] = [date.slice(0, 8), `${date.slice(0, 8)}/us-east-1/s3/aws4_request`]
    const host = this.url.slice('http://'.length)
    const hash = text => createHash('sha256').update(text).digest('hex')
    const signed = `host:${host}\nx-amz-content-sha256:UNSIGNED-PAYLOAD\nx-amz-date:${date}\n`
    const canonical = `${method}\n${path}\n${query}\n${signed}\nhost;x-amz-content-sha256;x-amz-date\nUNSIGNED-PAYLOAD`
    const key = [day, 'us-east-1', 's3', 'aws4_request'].reduce((key, part) => createHmac('sha256', key).update(part).digest(), 'AWS4secret')
    const signature = createHmac('sha256', key).update(`AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash(canonical)}`).digest('hex')
    const authorization = `AWS4-HMAC-SHA256 Credential=key/${scope}, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`
    const headers = { 'x-amz-date': date, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', authorization, ...(range && { range }) }
    const answer = await fetch(`${this.url}${path}${query && `?${query}`}`, { method, body, headers, ...(body && { duplex: 'half' }) })
    if (!answer.ok) throw new Error(`S3: ${answer.status} ${await answer.text()}`)
    return answer
  }

  /** The keys below a folder. */
  async keys (prefix = '') {
    const text = await (await this.call('GET', '/acme-cache', { query: `list-type=2&prefix=${encodeURIComponent(prefix)}` })).text()
    return [...text.matchAll(/<Key>(.*?)<\/Key>/g)].map(found => found[1])
  }

  async delete (key) {
    await this.call('DELETE', `/acme-cache/${key.split('/').map(encodeURIComponent).join('/').replaceAll('!', '%21')}`)
  }
}

/** A way to the bucket that stops in the middle: after so many bytes it passes nothing on. */
export class Gate {
  static async start (bucket, bytes) {
    const gate = new Gate()
    gate.reached = new Promise(resolve => { gate.reach = resolve })
    let passed = 0
    gate.sockets = []
    gate.server = createPlainServer(client => {
      const server = connect(new URL(bucket.url).port, '127.0.0.1')
      gate.sockets.push(client, server)
      for (const [from, to] of [[client, server], [server, client]]) {
        from.on('error', () => to.destroy()).on('close', () => to.destroy())
        from.on('data', part => {
          passed += part.length
          if (passed > bytes) {
            from.pause()
            gate.reach()
          } else {
            to.write(part)
          }
        })
      }
    }).listen(0, '127.0.0.1')
    await once(gate.server, 'listening')
    gate.url = `http://127.0.0.1:${gate.server.address().port}`
    return gate
  }

  close () {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
  }
}

/** Our service, as the unit starts it. */
export class Cache {
  static async start (bucket, issuer, { port, ...settings } = {}) {
    const cache = new Cache()
    cache.port = port ?? await freePort()
    cache.address = `127.0.0.1:${cache.port}`
    cache.process = start(`${work}/lib/sprinters-cache`, ['serve'], {
      SPRINTERS_CACHE_ADDRESS: cache.address,
      SPRINTERS_CACHE_BUCKET: 'acme-cache',
      SPRINTERS_CACHE_REGION: 'us-east-1',
      SPRINTERS_CACHE_PREFIX: 'cache/',
      SPRINTERS_CACHE_REPOSITORY: '42',
      SPRINTERS_CACHE_WRITERS: 'all',
      SPRINTERS_CACHE_ISSUER: issuer.url,
      AWS_ENDPOINT_URL_S3: bucket.url,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      ...settings
    })
    await listens(cache.port, cache.process)
    return cache
  }

  async kill () {
    this.process.kill('SIGKILL')
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit')
  }

  health () {
    return fetch(`http://${this.address}/healthz`)
  }

  /** A call of the second version's service. */
  async twirp (method, token, body) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const url = `http://${this.address}/twirp/github.actions.results.api.v1.CacheService/${method}`
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, ...(await answer.json()) }
  }

  /** MiB of memory that it has had at most. */
  peakMiB () {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.process.pid}/status`, 'utf8'))[1]) / 1024
  }

  /** Seconds of processor time that it has had. */
  processorSeconds () {
    const fields = readFileSync(`/proc/${this.process.pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  }
}

let folders = 0
/** A new folder, which the test that made it owns. */
export function folder () {
  folders += 1
  const path = `${work}/folder-${folders}`
  mkdirSync(`${path}/temp`, { recursive: true })
  return path
}

/** Runs a step of a job in its workspace, with what the runner gives to a step. */
export async function step ({ cache, github, token, workspace, client = '6', service = 'v2', env = {} }, verb, key, { restoreKeys = [], paths = ['data'] } = {}) {
  const child = start(process.execPath, [`${work}/job.mjs`, client, verb, key, restoreKeys.join(','), ...paths], {
    ACTIONS_RUNTIME_TOKEN: token,
    ACTIONS_RESULTS_URL: github.url,
    ACTIONS_CACHE_URL: `${github.url}opaque/`,
    ...(service === 'v2' && { ACTIONS_CACHE_SERVICE_V2: 'True' }),
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: `${workspace}/temp`,
    // These two come with the runner's own environment.
    NODE_OPTIONS: `--require=${work}/lib/cache-preload.cjs`,
    SPRINTERS_CACHE_ADDRESS: cache.address,
    ...env
  }, workspace)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', bytes => { said += bytes })
  await once(child, 'close')
  const last = said.trimEnd().split('\n').pop()
  try {
    return { ...JSON.parse(last), said }
  } catch {
    throw new Error(`the step said no result:\n${said}`)
  }
}
