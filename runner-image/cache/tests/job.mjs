// One step of a job: saves or restores with one of GitHub's clients, which are told everything by their environment, as in a step.
// node job.mjs CLIENT save|restore KEY[+KEY…] RESTORE-KEYS PATH…; the last line says what came of it, as JSON. Of several keys each has the path at
// its place, and all go at once.
import { writeSync } from 'node:fs'

const [client, verb, key, restoreKeys, ...paths] = process.argv.slice(2)
const cache = await import(`cache-${client}`)
const started = process.hrtime.bigint()
const keys = key.split('+')
const one = (key, paths) => verb === 'save' ? cache.saveCache(paths, key) : cache.restoreCache(paths, key, restoreKeys === '' ? [] : restoreKeys.split(','))
let result
try {
  result = keys.length === 1 ? await one(key, paths) : await Promise.all(keys.map((key, at) => one(key, [paths[at]])))
} catch (error) {
  result = `threw ${error.message}`
}
const seconds = Number(process.hrtime.bigint() - started) / 1e9
writeSync(1, `\n${JSON.stringify({ result: result ?? null, seconds })}\n`)
// Its timers are none of ours.
process.exit(0)
