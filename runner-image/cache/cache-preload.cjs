// Loaded into every Node program of a job by NODE_OPTIONS, when the machine has a cache. Calls that a step makes of GitHub's cache service go to the service on this
// machine instead, if it is well; every other call, and a step's environment, stay as they are.
'use strict'
const { env } = process
const services = [env.ACTIONS_RESULTS_URL, env.ACTIONS_CACHE_URL].flatMap(url => (URL.canParse(url ?? '') ? [new URL(url)] : []))

// Only a step that GitHub gave a token has something to ask a cache for.
if (env.ACTIONS_RUNTIME_TOKEN && services.length > 0) {
  const [host, port] = (env.SPRINTERS_CACHE_ADDRESS || '127.0.0.1:29847').split(':')
  const modules = { 'http:': require('node:http'), 'https:': require('node:https') }
  const plain = modules['http:'].request

  let well
  const isWell = () => {
    // Asked once, at the first call that could go there. A process of its own, because nothing here may go on before the answer.
    well ??= require('node:child_process').spawnSync(`${__dirname}/sprinters-cache`, ['healthy'], { stdio: 'ignore', timeout: 1000 }).status === 0
    return well
  }

  const isCache = (protocol, to) => {
    const path = to.path ?? ''
    const ours = path.startsWith('/twirp/github.actions.results.api.v1.CacheService/') || path.includes('/_apis/artifactcache/')
    const name = (to.hostname || to.host || '').replace(/:\d+$/, '')
    const number = String(to.port || (protocol === 'https:' ? 443 : 80))
    return ours && services.some(url => url.protocol === protocol && url.hostname === name &&
      (url.port || (protocol === 'https:' ? '443' : '80')) === number)
  }

  for (const [protocol, module] of Object.entries(modules)) {
    const original = module.request
    module.request = function request (to, ...rest) {
      // GitHub's client passes options; with an address instead it is somebody else's call.
      if (typeof to !== 'object' || to instanceof URL || !isCache(protocol, to)) return original.call(this, to, ...rest)
      if (!isWell()) {
        process.stderr.write('The cache of this machine does not answer. This step uses GitHub\'s cache.\n')
        return original.call(this, to, ...rest)
      }
      // Without the agent, which is for TLS or leads through a proxy.
      const { agent, servername, ...options } = to
      return plain.call(this, { ...options, protocol: 'http:', host, hostname: host, port, headers: { ...options.headers, host: `${host}:${port}` } }, ...rest)
    }
  }
  // What was imported by name sees it too.
  require('node:module').syncBuiltinESMExports()
}
