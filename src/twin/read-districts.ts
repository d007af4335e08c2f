import { type District, parseDistricts } from '../../model/city/districts.ts';

/** Reads the districts that a city's own file of residents names; rejects where there is no such file. */
export async function readDistricts(cityUrl: string): Promise<readonly District[]> {
  const url = new URL('population.json', cityUrl);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`population.json: expected 200, got ${answer.status}`);
  return parseDistricts(await answer.json());
}
