import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Figure } from './figure.ts';
import { measureHouse } from './measure.ts';

/** The compiled tool lies four folders below the root, in `build/node/tests/house`. */
const ROOT = resolve(import.meta.dirname, '../../../..');

/** Measures the tree and prints its figures, or the places behind one of them. */
function main(): void {
  const { values: options } = parseArgs({ options: { json: { type: 'boolean' }, list: { type: 'string' } } });
  const figures = measureHouse(ROOT);
  if (options.list !== undefined) printOffenders(figures, options.list);
  else if (options.json) for (const figure of figures) console.log(jsonLine(figure));
  else for (const figure of figures) console.log(tableLine(figure));
}

function printOffenders(figures: readonly Figure[], name: string): void {
  const figure = figures.find((candidate) => candidate.name === name || candidate.name === `house.${name}`);
  if (!figure) {
    console.error(`--list: expected one of ${figures.map((known) => known.name).join(', ')}, got "${name}"`);
    process.exitCode = 1;
    return;
  }
  for (const { path, line, what } of figure.offenders) console.log(`${path}:${line} ${what}`);
}

function jsonLine({ name, value, unit }: Figure): string {
  return JSON.stringify({ name, value: rounded(value), unit });
}

function tableLine({ name, value, unit }: Figure): string {
  return `${name.padEnd(40)}${String(rounded(value)).padStart(10)} ${unit === '1' ? '' : unit}`.trimEnd();
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

main();
