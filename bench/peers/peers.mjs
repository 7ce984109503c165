// node peers.mjs RULES RECORDS: CEL engines of npm over the same records, parsing included.
//
// One JSON line an engine: microseconds of processor time a record (best of three rounds) and how often each rule was
// true. These engines know no unknown: an absent key is an error there, counted as not true, so
// the counts are to be compared on records that state everything.
import {readFileSync} from 'node:fs';

const rules = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const lines = readFileSync(process.argv[3], 'utf8').split('\n').filter((line) => line !== '');

async function celJs() {
  const {Environment} = await import('@marcbachmann/cel-js');
  const environment = new Environment({unlistedVariablesAreDyn: true});
  const programs = rules.map((rule) => environment.parse(rule.cel));
  return (record) => programs.map((program) => () => program(record));
}

async function bufbuild() {
  const {celEnv, parse, plan} = await import('@bufbuild/cel');
  const environment = celEnv();
  const programs = rules.map((rule) => plan(environment, parse(rule.cel)));
  return (record) => programs.map((program) => () => program(record));
}

function isTrue(evaluate) {
  try {
    return evaluate() === true;
  } catch {
    return false;
  }
}

function round(judge) {
  const counts = rules.map(() => 0);
  const start = process.cpuUsage();
  for (const line of lines) {
    judge(JSON.parse(line)).forEach((evaluate, i) => {
      if (isTrue(evaluate)) counts[i]++;
    });
  }
  const used = process.cpuUsage(start);
  const microseconds = (used.user + used.system) / lines.length;
  return {microseconds, counts};
}

for (const [name, make] of [['@marcbachmann/cel-js', celJs], ['@bufbuild/cel', bufbuild]]) {
  try {
    const judge = await make();
    const rounds = [round(judge), round(judge), round(judge)];
    const best = Math.min(...rounds.map((r) => r.microseconds));
    console.log(JSON.stringify({name, microseconds: best, counts: rounds[0].counts}));
  } catch (fault) {
    console.log(JSON.stringify({name, fault: String(fault)}));
  }
}
