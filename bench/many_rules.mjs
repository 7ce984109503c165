// node many_rules.mjs COUNT < rules.json: that many rules over the same fields, of which no two
// copies compare with the same constants.
import {readFileSync} from 'node:fs';

const rules = JSON.parse(readFileSync(0, 'utf8'));
const count = Number(process.argv[2]);
const changed = (cel, copy) =>
  copy === 0
    ? cel
    : cel
        .replace(/(<=|>=|<|>) (-?[0-9]+)(?![0-9.'])/g, (_, op, n) => `${op} ${Number(n) + copy}`)
        .replace(/(==|!=) '([a-zA-Z_ ]+)'/g, (_, op, text) => `${op} '${text}${copy}'`)
        .replace(/\['([a-zA-Z_ ]+)'/g, (_, text) => `['${text}${copy}'`);
const many = [];
for (let i = 0; i < count; i++) {
  const copy = Math.floor(i / rules.length);
  const {id, cel} = rules[i % rules.length];
  many.push({id: `${id}-${copy}`, cel: changed(cel, copy)});
}
console.log(JSON.stringify(many));
