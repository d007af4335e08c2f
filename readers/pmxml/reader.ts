import { scheduleReader } from '../schedule/schedule-reader.ts';

/** Primavera P6's XML. */
export const pmxmlReader = scheduleReader({
  id: 'pmxml',
  name: 'Primavera P6 XML',
  order: 130,
  extensions: ['xml', 'pmxml'],
  mimeTypes: ['application/xml', 'text/xml'],
  accepts: ({ text }) => /^\s*</.test(text) && text.slice(0, 4000).includes('<APIBusinessObjects'),
  load: async () => (await import('./pmxml.ts')).readPmxml,
});
