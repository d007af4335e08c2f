import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise } from '../../model/geo/plane/ring.ts';
import type { PlanFeature, PlanProperties } from '../../model/plans/plan.ts';
import type { PlanKind } from '../../model/plans/plan-kinds.ts';
import type { PlanInput } from '../../tiles/model.ts';
import { lonLatOfPlan, SOURCE } from '../emit.ts';
import type { Plan } from '../plan.ts';
import { AUTHORITIES, type Parcel } from './plans.ts';

/** Kinds of zones and planted shapes in plan.json, as rules know them. */
const KIND_OF: Readonly<Record<string, PlanKind>> = {
  KG: 'parcel',
  UGB: 'urban-boundary',
  PBF: 'farmland',
  ERL: 'ecology',
  VC: 'view-corridor',
  HIS: 'heritage',
  FOR: 'forest',
  WET: 'wetland',
  RMR: 'river',
  DET: 'detention',
  MPZ: 'metro',
  UTT: 'tunnel',
  UGS: 'underground',
};

/** Whose plan a kind of shape stands in; zones say their authority themselves. */
const PLAN_OF: Readonly<Record<string, string>> = { KG: 'KG', UGS: 'UG', PBF: 'GT', ERL: 'GT', FOR: 'LY' };

const NAMES: Readonly<Record<string, { zh: string; en: string }>> = {
  GT: { zh: '国土空间总体规划（三区三线）', en: 'Territorial plan (zones and lines)' },
  KG: { zh: '控制性详细规划', en: 'Regulatory plan' },
  LY: { zh: '林业与生态规划', en: 'Forest and ecology plan' },
  SW: { zh: '水务规划', en: 'Water plan' },
  UG: { zh: '地下空间与轨道规划', en: 'Underground and metro plan' },
};

type Shaped = { id: string; polygon: readonly Point[] };

/** The plans of all authorities, with their whole zones (the layers draw a boundary as a band), planted shapes and decoys in them. */
export function planFiles(plan: Plan, parcels: readonly Parcel[]): PlanInput[] {
  const { zones, planted, decoys, allowedCodes } = plan.plans;
  const features: Record<string, PlanFeature[]> = { GT: [], KG: [], LY: [], SW: [], UG: [] };
  for (const zone of zones) features[zone.authority].push(featureOf(zone, zoneProperties(zone)));
  for (const { id, kind, nameZh, polygon } of plan.districts) {
    const allowed = allowedCodes[kind];
    if (allowed)
      features.GT.push(
        featureOf({ id: `USE-${id}`, polygon }, { kind: 'use-zone', name: nameZh, allowedCodes: allowed }),
      );
  }
  for (const shape of [...planted, ...decoys, ...parcels])
    features[PLAN_OF[shape.layer]].push(featureOf(shape, shapeProperties(shape)));
  return Object.entries(features).map(([id, own]) => ({
    id: id.toLowerCase(),
    authority: AUTHORITIES[id],
    name: NAMES[id],
    version: '2026-01',
    status: 'draft',
    period: { from: '2026-01-01', to: '2035-12-31' },
    codes: 'mnr-2023',
    source: { name: SOURCE.name, licence: SOURCE.licence, date: '2026-01-31', crs: SOURCE.crs },
    features: own,
  }));
}

function featureOf({ id, polygon }: Shaped, properties: PlanProperties): PlanFeature {
  const lonLat = lonLatOfPlan(anticlockwise(polygon));
  const ring = Array.from({ length: polygon.length }, (_, i) => [lonLat[2 * i], lonLat[2 * i + 1]]);
  return { type: 'Feature', id, properties, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] } };
}

function zoneProperties({ kind, nameZh, limitM, topM, bottomM }: Plan['plans']['zones'][number]): PlanProperties {
  return {
    kind: KIND_OF[kind],
    name: nameZh,
    ...(limitM === undefined ? {} : { heightMaxM: limitM }),
    ...(topM === undefined ? {} : { topM }),
    ...(bottomM === undefined ? {} : { bottomM }),
  };
}

function shapeProperties(
  shape: Plan['plans']['planted'][number] | Plan['plans']['decoys'][number] | Parcel,
): PlanProperties {
  const { layer, code, heightLimitM, roadRedLine, topM, bottomM } = shape;
  const parcel = 'far' in shape ? shape : null;
  return {
    kind: roadRedLine ? 'street-line' : KIND_OF[layer],
    ...(parcel ? { name: parcel.name.zh, nameEn: parcel.name.en } : {}),
    ...(code === null || code === undefined ? {} : { code }),
    ...(heightLimitM === undefined ? {} : { heightMaxM: heightLimitM }),
    ...(topM === undefined ? {} : { topM }),
    ...(bottomM === undefined ? {} : { bottomM }),
    ...(parcel ? { farMax: parcel.far, densityMaxPct: parcel.densityPct, greenMinPct: parcel.greenPct } : {}),
  };
}
