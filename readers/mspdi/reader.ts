import { scheduleReader } from '../schedule/schedule-reader.ts';

/** Microsoft Project's XML. */
export const mspdiReader = scheduleReader({
  id: 'mspdi',
  name: 'Microsoft Project XML',
  order: 140,
  extensions: ['xml', 'mspdi'],
  mimeTypes: ['application/xml', 'text/xml'],
  accepts: ({ text }) =>
    /^\s*</.test(text) &&
    /<(\w+:)?Project[\s>]/.test(text.slice(0, 4000)) &&
    !/<(\w+:)?LandXML[\s>]/.test(text.slice(0, 4000)),
  load: async () => (await import('./mspdi.ts')).readMspdi,
});
