import { type ForeignFeature, foreignProperties } from './foreign-features.ts';

/** Things that a map names at one place at most. */
const MAX_THINGS = 10;

/** Reads what a map says of a place (`GetFeatureInfo` in GeoJSON): names and plain values of each thing, nothing of its markup. */
export function mapInformation(bytes: Buffer): ForeignFeature['properties'][] {
  try {
    const { features } = JSON.parse(bytes.toString('utf8')) as { features?: unknown };
    if (!Array.isArray(features)) return [];
    return features
      .slice(0, MAX_THINGS)
      .map((feature: unknown) => foreignProperties((feature as { properties?: unknown } | null)?.properties));
  } catch {
    // What is no JSON, or nested without end, names nothing.
    return [];
  }
}
