// How much the service takes away from what the bucket gives: the same bytes by the same client, to the emulator alone and through the service. Alone it is asked as a good
// client of S3 asks: in parts, four at a time. The emulator is Python, and what one request costs it is more than what the service adds.
import { randomBytes } from 'node:crypto'
import { Bucket, Cache, Issuer, end } from './world.mjs'

const [MiB, rounds] = [1 << 20, 5]
const [bucket, issuer] = await Promise.all([Bucket.start(), Issuer.start()])
const cache = await Cache.start(bucket, issuer)
const token = issuer.token({ 'refs/heads/main': 3 })
const [block, blocks] = [randomBytes(32 * MiB), [0, 1, 2, 3]]
const id = number => encodeURIComponent(Buffer.from(`block-${number}`).toString('base64'))

async function put (url) {
  const answer = await fetch(url, { method: 'PUT', body: block })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
}

async function read (answer, expected = blocks.length * block.length) {
  let size = 0
  for await (const part of (await answer).body) size += part.length
  if (size !== expected) throw new Error(`${size} bytes`)
}

async function saveAlone (path) {
  const begun = await (await bucket.call('POST', path, { query: 'uploads=' })).text()
  const upload = encodeURIComponent(/<UploadId>(.*?)<\/UploadId>/.exec(begun)[1])
  const tags = await Promise.all(blocks.map(async number =>
    (await bucket.call('PUT', path, { query: `partNumber=${number + 1}&uploadId=${upload}`, body: block })).headers.get('etag')))
  const parts = tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`).join('')
  await bucket.call('POST', path, { query: `uploadId=${upload}`, body: `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>` })
}

async function readAlone (path) {
  const part = 16 * MiB
  const starts = Array.from({ length: blocks.length * block.length / part }, (_, at) => at * part)
  await Promise.all([0, 1, 2, 3].map(async () => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      await read(bucket.call('GET', path, { range: `bytes=${start}-${start + part - 1}` }), part)
    }
  }))
}

/** The address of one entry, saved as GitHub's client saves it: four blocks at once. */
async function save (key) {
  const created = await cache.twirp('CreateCacheEntry', token, { key, version: 'v' })
  await Promise.all(blocks.map(number => put(`${created.signed_upload_url}&comp=block&blockid=${id(number)}`)))
  const list = `<BlockList>${blocks.map(number => `<Latest>${decodeURIComponent(id(number))}</Latest>`).join('')}</BlockList>`
  await fetch(`${created.signed_upload_url}&comp=blocklist`, { method: 'PUT', body: list })
  await cache.twirp('FinalizeCacheEntryUpload', token, { key, version: 'v', size_bytes: String(blocks.length * block.length) })
}

async function timed (what) {
  const started = process.hrtime.bigint()
  await what()
  return Number(process.hrtime.bigint() - started) / 1e9
}

const seconds = { 'save alone': [], save: [], 'restore alone': [], restore: [] }
let spent = 0
for (let round = 0; round < rounds; round += 1) {
  // One beside the other, so that a busy machine is busy for both.
  seconds['save alone'].push(await timed(() => saveAlone('/acme-cache/alone')))
  const before = cache.processorSeconds()
  seconds.save.push(await timed(() => save(`bench-${round}`)))
  seconds['restore alone'].push(await timed(() => readAlone('/acme-cache/alone')))
  seconds.restore.push(await timed(async () => {
    const found = await cache.twirp('GetCacheEntryDownloadURL', token, { key: `bench-${round}`, version: 'v' })
    await read(fetch(found.signed_download_url))
  }))
  spent += cache.processorSeconds() - before
}
const median = list => list.toSorted((one, other) => one - other)[Math.floor(list.length / 2)]
const rate = name => blocks.length * block.length / MiB / median(seconds[name])
for (const verb of ['save', 'restore']) {
  const [ours, alone] = [rate(verb), rate(`${verb} alone`)]
  console.log(`${verb}: ${ours.toFixed(0)} MiB/s, the emulator alone ${alone.toFixed(0)} MiB/s, ratio ${(ours / alone).toFixed(2)}`)
}
const moved = rounds * 2 * blocks.length * block.length / MiB / 1024
console.log(`processor of the service: ${(spent / moved).toFixed(2)} s for each GiB; memory at most ${cache.peakMiB().toFixed(1)} MiB`)
end()
process.exit(median(seconds.save) * 0.8 <= median(seconds['save alone']) && median(seconds.restore) * 0.8 <= median(seconds['restore alone']) ? 0 : 1)
