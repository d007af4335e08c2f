import { scheduleReader } from '../schedule/schedule-reader.ts';

/** Primavera P6's XER. */
export const xerReader = scheduleReader({
  id: 'xer',
  name: 'Primavera P6 XER',
  order: 120,
  extensions: ['xer'],
  mimeTypes: [],
  accepts: ({ text }) => /^\s*ERMHDR/.test(text),
  load: async () => (await import('./xer.ts')).readXer,
});
