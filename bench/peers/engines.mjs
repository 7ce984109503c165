// The engines of npm, each in the form in which it is fastest: compiled once, then called with one
// parsed record after the other. Each gives a function from a record to the verdicts, true or not,
// in the order of the rules.
import {readFileSync} from 'node:fs';

const translated = (name) =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));

// These engines know no unknown; what they cannot judge is not true.
function isTrue(evaluate) {
  try {
    return evaluate() === true;
  } catch {
    return false;
  }
}

// JavaScript's patterns have no (?i): the same pattern with both cases of every letter. Letters
// after a backslash name a class, and inside brackets both cases join the set.
function bothCases(pattern) {
  let inBrackets = false;
  return pattern.replace(/\\+[a-z]|[a-z[\]]/gi, (part) => {
    if (part.length > 1) return part;
    if (part === '[' || part === ']') inBrackets = part === '[';
    else part = part.toLowerCase() + part.toUpperCase();
    return inBrackets || part.length === 1 ? part : `[${part}]`;
  });
}

const withoutFlags = (cel) =>
  cel.replace(/'\(\?i\)([^']*)'/g, (_, pattern) => `'${bothCases(pattern)}'`);

async function celJs(rules) {
  const {Environment} = await import('@marcbachmann/cel-js');
  const environment = new Environment({unlistedVariablesAreDyn: true});
  const programs = rules.map((rule) => environment.parse(withoutFlags(rule.cel)));
  return (record) => programs.map((program) => isTrue(() => program(record)));
}

async function bufbuild(rules) {
  const {celEnv, parse, plan} = await import('@bufbuild/cel');
  const environment = celEnv();
  const programs = rules.map((rule) => plan(environment, parse(rule.cel)));
  return (record) => programs.map((program) => isTrue(() => program(record)));
}

// One decision of one expression, the list of all rules: the record crosses into the engine once.
async function zen() {
  const {ZenDecisionContent, ZenEngine} = (await import('@gorules/zen-engine')).default;
  const list = `[${translated('zen').map((rule) => rule.zen).join(', ')}]`;
  const expressions = [{id: 'all', key: 'all', value: list}];
  const node = (id, type, more) => ({id, name: id, type, position: {x: 0, y: 0}, ...more});
  const content = new ZenDecisionContent({
    nodes: [
      node('in', 'inputNode'),
      node('rules', 'expressionNode', {content: {expressions}}),
      node('out', 'outputNode'),
    ],
    edges: [
      {id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules'},
      {id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out'},
    ],
  });
  const decision = new ZenEngine().createDecision(content);
  return async (record) => (await decision.evaluate(record)).result.all;
}

const hour = 3600 * 1000;
const patterns = new Map();

function pattern(source, flags) {
  const key = `${flags}/${source}`;
  if (!patterns.has(key)) patterns.set(key, new RegExp(source, flags));
  return patterns.get(key);
}

// What the language of json-rules-engine asks its user to add.
const operators = {
  empty: (list) => list.length === 0,
  onceIn: (element, list) => list.filter((other) => other === element).length === 1,
  startsWith: (text, start) => text.startsWith(start),
  endsWith: (text, end) => text.endsWith(end),
  hasText: (text, part) => text.includes(part),
  matches: (text, source) => pattern(source, '').test(text),
  matchesAnyCase: (text, source) => pattern(source, 'i').test(text),
  after: (a, b) => Date.parse(a) > Date.parse(b),
  before: (a, b) => Date.parse(a) < Date.parse(b),
  inOrder: ([a, b]) => Date.parse(a) < Date.parse(b),
  hoursAtMost: ([a, b], hours) => Date.parse(b) - Date.parse(a) <= hours * hour,
  spanAtMost: ([low, high], span) => high - low <= span,
  issuedForLot: (certificate, lot) =>
    lot.number === certificate.lot && Date.parse(certificate.issued) >= Date.parse(lot.made),
};

function inPairs(list, value, next) {
  const pairs = [];
  for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
  return next(pairs, value);
}

async function jsonRulesEngine() {
  const {Engine} = await import('json-rules-engine');
  const {JSONPath} = await import('jsonpath-plus');
  // A plain path is walked; the engine would take it for JSONPath.
  const pathResolver = (json, path) =>
    path.startsWith('$')
      ? JSONPath({path, json, wrap: true})
      : path.split('.').reduce((value, key) => value?.[key] ?? null, json);
  const engine = new Engine([], {pathResolver});
  for (const [name, operator] of Object.entries(operators)) engine.addOperator(name, operator);
  engine.addOperatorDecorator('pairs', inPairs);
  const rules = translated('json-rules-engine');
  for (const {id, conditions} of rules) engine.addRule({name: id, conditions, event: {type: id}});
  return async (record) => {
    const held = new Set((await engine.run(record)).results.map((result) => result.name));
    return rules.map((rule) => held.has(rule.id));
  };
}

export const engines = [
  ['@marcbachmann/cel-js', celJs],
  ['@bufbuild/cel', bufbuild],
  ['@gorules/zen-engine', zen],
  ['json-rules-engine', jsonRulesEngine],
];
