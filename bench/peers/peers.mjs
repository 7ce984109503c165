// node peers.mjs VERILOT RULES RECORDS: rule engines of npm and `verilot scan` over the same
// records, parsing included.
//
// Processor time, best of three rounds in turns; the time of verilot is that of its whole command,
// its start and the compilation of the rules included, over the records twenty times. The run fails
// unless every engine finds every rule true of as many records as verilot. The records are to
// state everything: the engines know no unknown.
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import {createRequire} from 'node:module';
import {engines} from './engines.mjs';

const [verilot, rulesFile, recordsFile] = process.argv.slice(2);
const copies = 20;
const rounds = 3;
const rules = JSON.parse(readFileSync(rulesFile, 'utf8'));
const text = readFileSync(recordsFile, 'utf8');
const lines = text.split('\n').filter((line) => line !== '');
const manyFile = `${recordsFile}.many`;
writeFileSync(manyFile, text.repeat(copies));

const scan = ['scan', manyFile, '--rules', rulesFile, '--counts', '-j', '1'];

// The shell's `time` is how a process learns what its child alone has used.
function runVerilot() {
  const script = 'TIMEFORMAT="%U %S"; { time "$@" 2>&3; } 3>&2 2> "$0"';
  const times = `${manyFile}.times`;
  const answer = JSON.parse(execFileSync('bash', ['-c', script, times, verilot, ...scan]));
  const [user, system] = readFileSync(times, 'utf8').trim().split(' ').map(Number);
  if (answer.rules.some((rule) => rule.unknown + rule.error > 0)) {
    throw new Error('the records do not state everything');
  }
  return {
    microseconds: ((user + system) * 1e6) / answer.records,
    counts: answer.rules.map((rule) => rule.true / copies),
  };
}

async function runPeer(judge) {
  const counts = rules.map(() => 0);
  const start = process.cpuUsage();
  for (const line of lines) {
    const verdicts = await judge(JSON.parse(line));
    for (let i = 0; i < counts.length; i++) if (verdicts[i] === true) counts[i]++;
  }
  const used = process.cpuUsage(start);
  return {microseconds: (used.user + used.system) / lines.length, counts};
}

function version(name) {
  return createRequire(import.meta.url)(`./node_modules/${name}/package.json`).version;
}

const contestants = [{name: 'verilot scan', run: runVerilot}];
for (const [name, make] of engines) {
  const judge = await make(rules);
  contestants.push({name: `${name} ${version(name)}`, run: () => runPeer(judge)});
}
for (let round = 0; round < rounds; round++) {
  for (const contestant of contestants) {
    const {microseconds, counts} = await contestant.run();
    contestant.best = Math.min(contestant.best ?? Infinity, microseconds);
    contestant.counts = counts;
  }
}

const machine = `${os.cpus()[0].model}, ${os.cpus().length} threads, node ${process.version}`;
console.log(`${machine}; load ${os.loadavg()[0].toFixed(1)}`);
console.log(`verilot ${scan.join(' ')}`);
console.log(`${lines.length} records, ${rules.length} rules; processor time, best of ${rounds}`);
const [own, ...peers] = contestants;
let same = true;
for (const {name, best, counts} of contestants) {
  const differing = rules.filter((_, i) => counts[i] !== own.counts[i]).map((rule) => rule.id);
  same &&= differing.length === 0;
  const agreed = `${rules.length - differing.length} of ${rules.length} counts are the same`;
  const time = `${best.toFixed(1).padStart(8)} us a record`;
  const ratio = `${(best / own.best).toFixed(1).padStart(6)} x`;
  console.log(`${name.padEnd(28)} ${time} ${ratio}   ${agreed} ${differing.join(' ')}`.trimEnd());
}
const ratio = Math.min(...peers.map((peer) => peer.best)) / own.best;
console.log(`fastest peer / verilot: ${ratio.toFixed(1)}`);
process.exit(same ? 0 : 1);
