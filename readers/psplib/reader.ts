import type { Reader } from '../reader.ts';
import { textOf } from '../shared/utf8.ts';

/** Projects of the library of resource-constrained scheduling: Patterson's format and ProGen's. */
export const psplibReader: Reader = {
  id: 'psplib',
  name: 'PSPLIB',
  order: 170,
  extensions: ['sm', 'rcp'],
  mimeTypes: [],
  gives: ['project'],
  accepts: ({ text }) =>
    /PRECEDENCE RELATIONS/i.test(text) || /^\s*\d+[ \t]+\d+[ \t]*\r?\n\s*(\d+[ \t]*)+\r?\n/.test(text),
  async read(source) {
    const { readPsplib } = await import('./psplib.ts');
    return { gives: 'project', project: readPsplib(textOf(await source.whole(MAX_BYTES)), source.name) };
  },
};

/** The largest sets have 120 activities in 20 kB. */
const MAX_BYTES = 16 << 20;
