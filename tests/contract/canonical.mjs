// RFC 8785 by the rules alone: JSON in on standard input, canonical JSON out. Numbers and strings as ECMAScript writes them.
import { readFileSync } from 'node:fs';

const canonical = value => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
};

process.stdout.write(canonical(JSON.parse(readFileSync(0, 'utf8'))));
