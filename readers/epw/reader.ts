import type { Reader } from '../reader.ts';

/** EnergyPlus weather: the hours of a year at one station, as points at its place with the columns that the role of weather takes. */
export const epwReader: Reader = {
  id: 'epw',
  name: 'EnergyPlus weather (EPW)',
  order: 187,
  extensions: ['epw'],
  mimeTypes: [],
  gives: ['features'],
  geometries: ['point'],
  coordinates: 'wgs84',
  layerKind: 'point',
  accepts: ({ text }) => /^LOCATION,[^\n]*\r?\nDESIGN CONDITIONS/.test(text),
  async read(source, wish, problems) {
    const { readEpw } = await import('./epw.ts');
    const { properties = { all: true } } = wish;
    return { gives: 'features', raw: await readEpw(source, { ...wish, properties }, problems) };
  },
};
