import type { PlanReport } from './plan-types.ts';

/** Conflicts as GeoJSON, one a line: rule with clause and edition, both sides, areas in the plane and on the ellipsoid, hashes of the run, its rules and its crosswalk. */
export function conflictsGeoJson({ conflicts, rules, plane, hash, inputHash, by }: PlanReport): string {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const lines = conflicts.map(({ id, coordinates, at, ...stated }) => {
    const rule = byId.get(stated.rule);
    const properties = {
      ...stated,
      at,
      title: rule?.title,
      clause: rule?.clause,
      edition: rule?.edition,
      status: rule?.status,
    };
    return JSON.stringify({ type: 'Feature', id, properties, geometry: { type: 'MultiPolygon', coordinates } });
  });
  const head = JSON.stringify({ plane, ...by, inputHash, hash });
  return `{"type":"FeatureCollection","shapan":${head},"features":[\n${lines.join(',\n')}\n]}\n`;
}
