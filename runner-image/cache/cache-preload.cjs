// Loaded into every Node program of a job by NODE_OPTIONS, when the machine says something of a cache. In a program that GitHub gave no token it does
// nothing. A job may bring a Node of any age, so this file is written in the JavaScript of 2009 and never fails.
'use strict'
var env = process.env
// The runner brings Node 20 and newer, and starts every action with one of these.
if (env.ACTIONS_RUNTIME_TOKEN && parseInt(process.versions.node, 10) >= 20) {
  if (env.SPRINTERS_CACHE === 'off') {
    // Without these two GitHub's clients say that there is no cache service, and go on.
    delete env.ACTIONS_CACHE_URL
    delete env.ACTIONS_CACHE_SERVICE_V2
  } else {
    try {
      require('./cache-redirect.cjs')
    } catch (error) {
      process.stderr.write('The cache of this machine is not used: ' + error + '\n')
    }
  }
}
