import type { Reader } from '../reader.ts';

/** CityJSON 1.0 to 2.0 and CityJSONSeq: surfaces of a city's buildings for a layer, or one building's parts as a model. */
export const cityJsonReader: Reader = {
  id: 'cityjson',
  name: 'CityJSON',
  order: 30,
  extensions: ['city.json', 'city.jsonl', 'cityjson'],
  mimeTypes: ['application/city+json', 'application/city+json-seq'],
  gives: ['surfaces', 'mesh'],
  coordinates: 'stated',
  accepts: ({ text }) => /^\s*\{/.test(text) && /"type"\s*:\s*"CityJSON"/.test(text),
  // Members of a JSON object come in any order: the objects of a city may stand before the word that says what they are.
  isUndecided: ({ text }) => /^\s*\{/.test(text) && !/"type"\s*:\s*"(Feature|FeatureCollection|CityJSON)"/.test(text),
  async read(source, wish, problems) {
    if (wish.gives === 'mesh') {
      const { readCityJsonModel } = await import('./building-model.ts');
      return { gives: 'mesh', model: await readCityJsonModel(source, wish.model?.limits) };
    }
    const { readCityJson } = await import('./cityjson.ts');
    return { gives: 'surfaces', ...(await readCityJson(source, wish, problems)) };
  },
};
