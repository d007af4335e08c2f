/** Where the hub of one city answers, under the address of the server: beside it, other cities have theirs. */
export const cityPath = (city: string): string => `/hub/${encodeURIComponent(city)}/`;

/** Which city an address asks for, and what of it; null: it names none. */
export function cityOfPath(url: string): { city: string; rest: string } | null {
  const [, city, rest] = /^\/hub\/([a-z0-9][a-z0-9-]{0,63})(\/.*)$/.exec(url) ?? [];
  return city === undefined ? null : { city, rest };
}
