// What a job finds in the cache next to it, with GitHub's own clients.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { after, test as unbounded } from 'node:test'
import { promisify } from 'node:util'
import { Bucket, Cache, Gate, GitHub, Issuer, end, folder, freePort, step } from './world.mjs'

const MiB = 1 << 20
const slow = process.env.SPRINTERS_SLOW !== ''
const [bucket, issuer, github] = await Promise.all([Bucket.start(), Issuer.start(), GitHub.start()])
const cache = await Cache.start(bucket, issuer)
const main = issuer.token({ 'refs/heads/main': 3 })
// Of a test that hangs the rest still runs.
const test = (name, run) => unbounded(name, { timeout: slow ? 600_000 : 60_000 }, run)
const job = (workspace, more) => ({ cache, github, token: main, workspace, ...more })

/** A workspace with `data` of so many bytes that no compression makes smaller, and its checksum. */
async function filled (size) {
  const workspace = folder()
  // A cipher's stream: quicker than the kernel's, and GitHub's client compresses with a window that sees through any repetition.
  const cipher = createCipheriv('aes-128-ctr', randomBytes(16), randomBytes(16))
  const zeros = Buffer.alloc(Math.min(size, MiB))
  function * bytes () {
    for (let at = 0; at < size; at += zeros.length) yield cipher.update(zeros.subarray(0, Math.min(zeros.length, size - at)))
  }
  await pipeline(Readable.from(bytes()), createWriteStream(`${workspace}/data`))
  return { workspace, sum: await checksum(workspace) }
}

async function checksum (workspace) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(`${workspace}/data`), hash)
  return hash.digest('hex')
}

/** Restores into a new workspace, as the next machine does. */
async function restored (more, key, options) {
  const workspace = folder()
  const found = await step(job(workspace, more), 'restore', key, options)
  const sum = found.result === null ? null : await checksum(workspace)
  rmSync(workspace, { recursive: true })
  return { ...found, sum }
}

async function save (size, key, more) {
  const { workspace, sum } = await filled(size)
  const saved = await step(job(workspace, more), 'save', key)
  rmSync(workspace, { recursive: true })
  return { ...saved, sum }
}

for (const client of ['5', '6']) {
  for (const service of ['v1', 'v2']) {
    for (const [size, words] of [[1, '1 B'], [64 * MiB, '64 MiB'], ...(slow ? [[2048 * MiB, '2 GiB']] : [])]) {
      test(`@actions/cache ${client} saves and restores ${words} by ${service}`, async () => {
        const [key, before] = [`${client}-${service}-${size}`, github.calls.length]
        const saved = await save(size, key, { client, service })
        assert.ok(typeof saved.result === 'number' && saved.result !== -1, saved.said)
        const found = await restored({ client, service }, key)
        assert.equal(found.result, key, found.said)
        assert.equal(found.sum, saved.sum)
        assert.equal(github.calls.length, before, 'GitHub was asked')
      })
    }
  }
}

test('an upload in blocks, as a client makes one of what is large', async () => {
  // 130 MiB: GitHub's client sends up to 128 MiB as one.
  const saved = await save(130 * MiB, 'blocks')
  const found = await restored({}, 'blocks')
  assert.equal(found.sum, saved.sum, found.said)
})

test('the other version\'s client finds what one saved', async () => {
  const saved = await save(3, 'across', { service: 'v1', client: '5' })
  assert.equal((await restored({}, 'across')).sum, saved.sum)
})

test('twenty entries at once', async () => {
  await Promise.all(['5', '6'].map(async client => {
    const numbers = Array.from({ length: 10 }, (_, number) => number)
    const [keys, paths] = [numbers.map(number => `many-${client}-${number}`).join('+'), numbers.map(number => `data-${number}`)]
    const [from, to] = [folder(), folder()]
    const data = numbers.map(number => randomBytes(MiB + number))
    numbers.forEach(number => writeFileSync(`${from}/${paths[number]}`, data[number]))
    const saved = await step(job(from, { client }), 'save', keys, { paths })
    assert.ok(saved.result.every(id => id !== -1), saved.said)
    const found = await step(job(to, { client }), 'restore', keys, { paths })
    assert.deepEqual(found.result, keys.split('+'), found.said)
    numbers.forEach(number => assert.ok(readFileSync(`${to}/${paths[number]}`).equals(data[number])))
  }))
})

test('twenty uploads of four streams each stay within 64 MiB of memory', async () => {
  const own = await Cache.start(bucket, issuer)
  const block = randomBytes(6 * MiB)
  await Promise.all(Array.from({ length: 20 }, async (_, number) => {
    const created = await own.twirp('CreateCacheEntry', main, { key: `streams-${number}`, version: 'v' })
    const ids = ['a', 'b', 'c', 'd'].map(letter => Buffer.from(letter).toString('base64'))
    const sent = await Promise.all(ids.map(id => fetch(`${created.signed_upload_url}&comp=block&blockid=${encodeURIComponent(id)}`, { method: 'PUT', body: block })))
    assert.deepEqual(sent.map(answer => answer.status), [201, 201, 201, 201])
    const list = `<BlockList>${ids.map(id => `<Latest>${id}</Latest>`).join('')}</BlockList>`
    assert.equal((await fetch(`${created.signed_upload_url}&comp=blocklist`, { method: 'PUT', body: list })).status, 201)
    const made = await own.twirp('FinalizeCacheEntryUpload', main, { key: `streams-${number}`, version: 'v', size_bytes: String(4 * block.length) })
    assert.ok(made.ok, made.message)
  }))
  const peak = own.peakMiB()
  console.log(`peak of the service: ${peak.toFixed(1)} MiB`)
  assert.ok(peak <= 64, `${peak} MiB`)
  await own.kill()
})

test('blocks of any size in any order become what the list says', async () => {
  const sizes = { a: 6 * MiB, b: 1, c: 5 * MiB, d: 2 * MiB, e: 7 * MiB }
  const data = Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, randomBytes(size)]))
  const created = await cache.twirp('CreateCacheEntry', main, { key: 'order', version: 'v' })
  const id = name => Buffer.from(name).toString('base64')
  const put = (name, body) => fetch(`${created.signed_upload_url}&comp=block&blockid=${encodeURIComponent(id(name))}`, { method: 'PUT', body })
  // A block is sent again when its answer got lost: the last one counts.
  for (const name of ['e', 'b', 'd', 'a', 'c', 'e']) assert.equal((await put(name, name === 'e' ? data.e : data[name])).status, 201)
  const order = ['c', 'b', 'a', 'e', 'd']
  const list = `<?xml version="1.0"?><BlockList>${order.map(name => `<Latest>${id(name)}</Latest>`).join('')}</BlockList>`
  assert.equal((await fetch(`${created.signed_upload_url}&comp=blocklist`, { method: 'PUT', body: list })).status, 201)
  const whole = Buffer.concat(order.map(name => data[name]))
  const made = await cache.twirp('FinalizeCacheEntryUpload', main, { key: 'order', version: 'v', size_bytes: String(whole.length) })
  assert.ok(made.ok, made.message)
  const found = await cache.twirp('GetCacheEntryDownloadURL', main, { key: 'order', version: 'v' })
  assert.ok(Buffer.from(await (await fetch(found.signed_download_url)).arrayBuffer()).equals(whole))
  for (const [from, to] of [[0, 0], [5 * MiB - 1, 5 * MiB + 1], [3, whole.length - 1], [whole.length - 1, whole.length + 9]]) {
    const part = await fetch(found.signed_download_url, { headers: { range: `bytes=${from}-${to}` } })
    assert.equal(part.status, 206)
    assert.equal(part.headers.get('content-range'), `bytes ${from}-${Math.min(to, whole.length - 1)}/${whole.length}`)
    assert.ok(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(from, to + 1)), `${from}-${to}`)
  }
  const head = await fetch(found.signed_download_url, { method: 'HEAD' })
  assert.equal(head.headers.get('content-length'), String(whole.length))
  assert.equal((await fetch(found.signed_download_url, { headers: { range: `bytes=${whole.length}-` } })).status, 416)
})

test('sccache fills the cache and hits it, with the address that a step gives it', async () => {
  const workspace = folder()
  writeFileSync(`${workspace}/a.c`, 'int answer(void) { return 42; }')
  const port = await freePort()
  const env = {
    PATH: process.env.PATH,
    HOME: workspace,
    SCCACHE_SERVER_PORT: String(port),
    SCCACHE_GHA_ENABLED: 'true',
    ACTIONS_CACHE_SERVICE_V2: 'true',
    ACTIONS_RUNTIME_TOKEN: main,
    ACTIONS_RESULTS_URL: `http://${cache.address}/`
  }
  const sccache = async (...args) => (await promisify(execFile)(process.env.SPRINTERS_SCCACHE, args, { env, cwd: workspace })).stdout
  const built = []
  for (const [hits, misses] of [[0, 1], [1, 0]]) {
    await sccache('cc', '-c', 'a.c', '-o', 'a.o')
    const { stats } = JSON.parse(await sccache('--show-stats', '--stats-format=json'))
    const count = counted => Object.values(counted.counts).reduce((sum, each) => sum + each, 0)
    // What it writes, it writes in the background, and a stop waits for it.
    await sccache('--stop-server')
    assert.deepEqual([count(stats.cache_hits), count(stats.cache_misses), stats.cache_read_errors ?? 0, count(stats.cache_errors)], [hits, misses, 0, 0])
    built.push(readFileSync(`${workspace}/a.o`))
    rmSync(`${workspace}/a.o`)
  }
  assert.ok(built[0].equals(built[1]))
})

test('a size that does not agree makes no entry', async () => {
  const created = await cache.twirp('CreateCacheEntry', main, { key: 'size', version: 'v' })
  assert.equal((await fetch(created.signed_upload_url, { method: 'PUT', body: 'abc' })).status, 201)
  assert.match((await cache.twirp('FinalizeCacheEntryUpload', main, { key: 'size', version: 'v', size_bytes: '4' })).message, /3 bytes and not 4/)
  assert.equal((await cache.twirp('GetCacheEntryDownloadURL', main, { key: 'size', version: 'v' })).ok, false)
})

test('a wrong key is a miss, and a key to fall back on finds the newest', async () => {
  await save(1, 'npm-linux-1')
  await save(2, 'npm-linux-2')
  const newest = await save(3, 'npm-linux-3')
  assert.equal((await restored({}, 'pip-linux')).result, null)
  assert.equal((await restored({}, 'npm-linux-4', { restoreKeys: ['npm-windows-', 'npm-linux-'] })).sum, newest.sum)
  assert.equal((await restored({}, 'npm-linux-1')).result, 'npm-linux-1')
})

test('what the bucket has expired is a miss, and can be saved again', async () => {
  await save(1, 'expires')
  const before = await bucket.keys('cache/data/')
  await save(2, 'expires-later')
  const [data] = (await bucket.keys('cache/data/')).filter(key => !before.includes(key))
  await bucket.delete(data)
  // Its data is gone already and its record not yet.
  const found = await restored({}, 'expires-later')
  assert.equal(found.result, null, found.said)
  for (const record of (await bucket.keys('cache/index/')).filter(key => key.endsWith('/k-expires'))) await bucket.delete(record)
  assert.equal((await restored({}, 'expires')).result, null)
  const again = await save(3, 'expires')
  assert.equal((await restored({}, 'expires')).sum, again.sum)
})

test('an entry never changes', async () => {
  const first = await save(1, 'once')
  const second = await save(2, 'once')
  assert.equal(second.result, -1)
  assert.match(second.said, /exists already/)
  // Two machines at once, each with a service of its own: the one that ends first counts.
  const other = await Cache.start(bucket, issuer)
  for (const each of [cache, other]) {
    const created = await each.twirp('CreateCacheEntry', main, { key: 'race', version: 'v' })
    assert.equal((await fetch(created.signed_upload_url, { method: 'PUT', body: each === cache ? 'first' : 'later' })).status, 201)
  }
  const finalized = each => each.twirp('FinalizeCacheEntryUpload', main, { key: 'race', version: 'v', size_bytes: '5' })
  assert.equal((await finalized(cache)).ok, true)
  assert.equal((await finalized(other)).ok, false)
  const found = await other.twirp('GetCacheEntryDownloadURL', main, { key: 'race', version: 'v' })
  assert.equal(await (await fetch(found.signed_download_url)).text(), 'first')
  assert.equal((await restored({}, 'once')).sum, first.sum)
  await other.kill()
})

test('a branch sees its own entries and the default branch\'s, and no other branch\'s', async () => {
  const one = issuer.token({ 'refs/heads/one': 3, 'refs/heads/main': 1 })
  const two = issuer.token({ 'refs/heads/two': 3, 'refs/heads/main': 1 })
  const ofMain = await save(1, 'scope')
  assert.equal((await restored({ token: one }, 'scope')).sum, ofMain.sum)
  const ofOne = await save(2, 'scope', { token: one })
  assert.equal((await restored({ token: one }, 'scope')).sum, ofOne.sum)
  assert.equal((await restored({ token: two }, 'scope')).sum, ofMain.sum)
  await save(3, 'scope-of-one', { token: one })
  assert.equal((await restored({ token: two }, 'scope-of-one')).result, null)
  assert.equal((await restored({}, 'scope-of-one')).result, null)
})

test('a pull request from a fork writes to its own scope alone', async () => {
  const fork = issuer.token({ 'refs/heads/main': 1, 'refs/pull/5/merge': 3 })
  const ofMain = await save(1, 'fork')
  assert.equal((await restored({ token: fork }, 'fork')).sum, ofMain.sum)
  const ofFork = await save(2, 'fork', { token: fork })
  assert.equal((await restored({ token: fork }, 'fork')).sum, ofFork.sum)
  assert.equal((await restored({}, 'fork')).sum, ofMain.sum)
  const other = issuer.token({ 'refs/heads/main': 1, 'refs/pull/6/merge': 3 })
  assert.equal((await restored({ token: other }, 'fork')).sum, ofMain.sum)
})

test('who may only read is told so, in the words that GitHub\'s client knows', async () => {
  const readOnly = issuer.token({ 'refs/heads/main': 1 })
  for (const service of ['v1', 'v2']) {
    const saved = await save(1, 'denied', { token: readOnly, service })
    assert.equal(saved.result, -1)
    assert.match(saved.said, /::warning::Failed to save: .*cache write denied/, saved.said)
  }
  const blind = issuer.token({ 'refs/heads/main': 2 })
  assert.match((await restored({ token: blind }, 'once')).said, /cache read denied/)
})

test('a connection may let branches write and pull requests only read', async () => {
  const strict = await Cache.start(bucket, issuer, { SPRINTERS_CACHE_WRITERS: 'branches' })
  const pull = issuer.token({ 'refs/heads/main': 1, 'refs/pull/7/merge': 3 })
  assert.match((await save(1, 'strict', { cache: strict, token: pull })).said, /cache write denied/)
  const saved = await save(1, 'strict', { cache: strict })
  assert.equal((await restored({ cache: strict, token: pull }, 'strict')).sum, saved.sum)
  await strict.kill()
})

test('only a token that GitHub signed for this repository opens it', async () => {
  const stranger = await Issuer.start()
  const [head, , signature] = main.split('.')
  const forged = Buffer.from(JSON.stringify({ iss: issuer.url, exp: 9e9, repository_id: '42', ac: '[{"Scope":"refs/heads/main","Permission":3}]' })).toString('base64url')
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
  const symmetric = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT', kid: issuer.kid })).toString('base64url')
  const scopes = { 'refs/heads/main': 3 }
  for (const [what, token, status] of [
    ['another repository\'s', issuer.token(scopes, { repository: '43' }), 403],
    ['expired', issuer.token(scopes, { expiresIn: -120 }), 401],
    ['signed by somebody else', stranger.token(scopes, { issuer: issuer.url, header: { kid: issuer.kid } }), 401],
    ['of another issuer', issuer.token(scopes, { issuer: `${issuer.url}.evil.example` }), 401],
    ['changed', `${head}.${forged}.${signature}`, 401],
    ['unsigned', `${unsigned}.${forged}.`, 401],
    ['signed with a public key as a secret', `${symmetric}.${forged}.${signature}`, 401],
    ['none', '', 401]
  ]) {
    const answer = await cache.twirp('GetCacheEntryDownloadURL', token, { key: 'once', version: 'v' })
    assert.equal(answer.status, status, what)
  }
  // A service that has just started reads the keys when the first token needs them.
  const fresh = await Cache.start(bucket, issuer)
  assert.equal((await fresh.twirp('GetCacheEntryDownloadURL', main, { key: 'none', version: 'v' })).status, 200)
  await fresh.kill()
})

test('a request\'s body does not say what it may reach', async () => {
  const metadata = { repository_id: '43', scope: [{ scope: 'refs/heads/one', permission: '3' }] }
  await save(1, 'body', { token: issuer.token({ 'refs/heads/secret': 3 }) })
  const found = await cache.twirp('GetCacheEntryDownloadURL', main, { key: 'body', version: 'v', metadata })
  assert.equal(found.ok, false)
})

test('an address is good for what it was made for', async () => {
  const created = await cache.twirp('CreateCacheEntry', main, { key: 'address', version: 'v' })
  const get = (url, method = 'GET') => fetch(url, { method, ...(method === 'PUT' && { body: 'x' }) }).then(answer => answer.status)
  assert.equal(await get(created.signed_upload_url), 405)
  assert.equal(await get(created.signed_upload_url.replace('upload', 'download')), 403)
  assert.equal(await get(created.signed_upload_url.replace(/sig=./, 'sig=x'), 'PUT'), 403)
  assert.equal(await get(created.signed_upload_url.replace(/se=\d+/, 'se=99999999999'), 'PUT'), 403)
  assert.equal(await get(`${created.signed_upload_url}&comp=block&blockid=${encodeURIComponent('../x')}`, 'PUT'), 400)
})

test('GitHub\'s cache is used when ours does not answer or is not well, within two seconds', async () => {
  const gone = await Cache.start(bucket, issuer)
  await gone.kill()
  const noBucket = await Cache.start({ url: 'http://127.0.0.1:9' }, issuer)
  const noKeys = await Cache.start(bucket, { url: 'http://127.0.0.1:9' })
  const mute = await Cache.start(bucket, issuer)
  mute.process.kill('SIGSTOP')
  for (const [what, other] of Object.entries({ gone, noBucket, noKeys, mute })) {
    for (const service of ['v1', 'v2']) {
      const before = github.calls.length
      const found = await restored({ cache: other, service }, 'anything')
      assert.equal(found.result, null)
      assert.equal(github.calls.length, before + 1, `${what}: GitHub was not asked`)
      assert.ok(found.seconds < 2, `${what} took ${found.seconds} s`)
      assert.match(found.said, /This step uses GitHub's cache/)
    }
  }
  for (const each of [noBucket, noKeys, mute]) await each.kill()
  assert.equal((await cache.health()).status, 200)
})

test('what is not a call of the cache goes where it always went', async () => {
  const before = github.calls.length
  const preload = `--require=${process.env.SPRINTERS_WORK}/lib/cache-preload.cjs`
  const env = { PATH: process.env.PATH, ACTIONS_RUNTIME_TOKEN: main, ACTIONS_RESULTS_URL: github.url, SPRINTERS_CACHE_ADDRESS: cache.address }
  const source = `const { request } = require('http')
    request({ host: '127.0.0.1', port: ${new URL(github.url).port}, path: '/twirp/github.actions.results.api.v1.ArtifactService/CreateArtifact', method: 'POST' }).end()`
  await promisify(execFile)(process.execPath, [preload, '-e', source], { env })
  assert.deepEqual(github.calls.slice(before), ['CreateArtifact'])
  // And a Node program that is no step at all has nothing added to it.
  const { stdout } = await promisify(execFile)(process.execPath, [preload, '-p', 'require("http").request === require("http").request && process.listenerCount("exit")'], { env: { PATH: process.env.PATH } })
  assert.equal(stdout.trim(), '0')
})

test('a service that is killed in the middle costs the job its entry and nothing else', async () => {
  const gate = await Gate.start(bucket, 20 * MiB)
  const own = await Cache.start(gate, issuer)
  const { workspace } = await filled(64 * MiB)
  const records = await bucket.keys('cache/index/')
  const saving = step(job(workspace, { cache: own }), 'save', 'killed')
  await gate.reached
  await own.kill()
  // As the unit does at once. It knows none of the addresses that the other one handed out.
  const again = await Cache.start(bucket, issuer, { port: own.port })
  const saved = await saving
  assert.equal(saved.result, -1, saved.said)
  assert.match(saved.said, /Failed to save/)
  assert.deepEqual(await bucket.keys('cache/index/'), records, 'there is half an entry')
  assert.equal((await restored({ cache: again }, 'killed')).result, null)
  const second = await save(MiB, 'killed', { cache: again })
  assert.equal((await restored({ cache: again }, 'killed')).sum, second.sum)
  await again.kill()
  gate.close()
})

test('a download that breaks off is a miss and no half of an entry', async () => {
  await save(64 * MiB, 'breaks')
  const gate = await Gate.start(bucket, 20 * MiB)
  const own = await Cache.start(gate, issuer)
  const restoring = step(job(folder(), { cache: own }), 'restore', 'breaks')
  await gate.reached
  await own.kill()
  const result = await restoring
  assert.equal(result.result, null, result.said)
  assert.match(result.said, /Failed to restore/)
  gate.close()
})

test('nothing secret is in the service\'s log', () => {
  for (const secret of [main.split('.')[2], 'Signature=', 'sig=', 'X-Amz']) assert.ok(!cache.process.log.includes(secret), secret)
})

after(() => {
  end()
  for (const { server } of [issuer, github]) server.close()
})
