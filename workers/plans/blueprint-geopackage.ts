import type { PlanFeature } from '../../model/plans/plan.ts';
import { sha256 } from '../../model/sha256.ts';
import { type WrittenTable, writeGeoPackage } from '../../readers/geopackage/write-geopackage.ts';
import type { Blueprint } from './blueprint.ts';
import { partsOf } from './shapes.ts';

/** What stands beside the shapes in a blueprint's GeoJSON. */
type BlueprintHead = Pick<
  Blueprint,
  'plans' | 'rules' | 'crosswalk' | 'found' | 'open' | 'decisions' | 'head' | 'hash'
>;

interface BlueprintFile {
  shapan: BlueprintHead;
  features: (PlanFeature & { properties: { plan: string; isResolved?: boolean } })[];
}

const TEXTS = ['name', 'nameEn', 'code'] as const;
const NUMBERS = ['farMax', 'heightMaxM', 'densityMaxPct', 'greenMinPct', 'setbackM', 'topM', 'bottomM'] as const;

/**
 * A blueprint as an OGC GeoPackage: its shapes, its decisions, and in the metadata what the GeoJSON says of itself with the SHA-256 of that
 * file, so that one can be checked by the other.
 */
export async function blueprintGeoPackage(geoJson: string): Promise<Uint8Array<ArrayBuffer>> {
  const { shapan, features } = JSON.parse(geoJson) as BlueprintFile;
  const { decisions } = shapan;
  return writeGeoPackage({
    tables: [shapesTable(features), decisionsTable(decisions)],
    metadata: JSON.stringify({ ...shapan, geoJsonSha256: sha256([new TextEncoder().encode(geoJson)]) }),
    changedMs: decisions.reduce((last, { signedMs }) => Math.max(last, signedMs), 0),
  });
}

function shapesTable(features: BlueprintFile['features']): WrittenTable {
  const text = (name: string) => ({ name, type: 'TEXT' as const });
  return {
    name: 'blueprint',
    columns: [
      ...['plan', 'shape', 'kind', ...TEXTS].map(text),
      ...NUMBERS.map((name) => ({ name, type: 'DOUBLE' as const })),
      text('allowedCodes'),
      { name: 'isResolved', type: 'INTEGER' },
    ],
    rows: features.map(({ id, properties, geometry }) => ({
      values: [
        ...[properties.plan, id, properties.kind],
        ...TEXTS.map((name) => properties[name] ?? null),
        ...NUMBERS.map((name) => properties[name] ?? null),
        properties.allowedCodes?.join(' ') ?? null,
        properties.isResolved ? 1 : 0,
      ],
      geometry: partsOf(geometry),
    })),
  };
}

function decisionsTable(decisions: Blueprint['decisions']): WrittenTable {
  const text = (name: string) => ({ name, type: 'TEXT' as const });
  return {
    name: 'decisions',
    columns: [
      ...['conflict', 'rule', 'edition', 'rulesHash', 'way', 'approval', 'shapes'].map(text),
      { name: 'areaM2', type: 'DOUBLE' },
      ...['proposedBy', 'proposedAt', 'signedBy', 'signedAt', 'vouchedBy'].map(text),
    ],
    rows: decisions.map((one) => ({
      values: [
        ...[one.conflict, one.rule, one.edition, one.rulesHash, one.way, one.approval, one.shapes.join(' ')],
        one.areaM2,
        ...[one.proposedBy, new Date(one.proposedMs).toISOString()],
        ...[one.signedBy, new Date(one.signedMs).toISOString(), one.by],
      ],
      geometry: null,
    })),
  };
}
