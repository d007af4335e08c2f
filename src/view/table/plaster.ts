import type { LayerInfo } from '../../../model/city/manifest.ts';
import { parseHex, type UnitRgb } from '../tokens.ts';

/** The colour script of the plaster model (LOOK §9 and its mock-up's table of looks). */
export const PLASTER = {
  land: rgb('#E9E6E0'),
  road: rgb('#D8D3CA'),
  pavement: rgb('#E3DFD7'),
  green: rgb('#CDD3C3'),
  /** Asphalt, slabs and grass: how far plaster goes towards them is the style's. */
  matter: { road: rgb('#BDBBB7'), pavement: rgb('#DAD4C8'), green: rgb('#BCC9A6') },
  water: rgb('#9DBBC7'),
  structure: rgb('#E9E5DC'),
  tree: [rgb('#8A9C7B'), rgb('#AAB99A')],
  /** Old town, new housing, glass, factory, public: as `facade` of a building counts them. */
  wall: [rgb('#E3D6C6'), rgb('#F5F2EC'), rgb('#DDE3E4'), rgb('#E4E1DB'), rgb('#EBDFC9')],
  roof: [rgb('#C9B49C'), rgb('#FDFBF7'), rgb('#ECEFEF'), rgb('#D9D5CE'), rgb('#E2D2B3')],
  /** What the saw leaves of a house. */
  cut: rgb('#B9AFA2'),
  lamp: rgb('#E9BE82'),
  strata: ['#C9BBA2', '#B8A587', '#A8977E', '#978A78', '#877D70'].map(rgb),
  walnut: rgb('#7A6250'),
  tick: rgb('#E6D9C6'),
  wallPaper: [rgb('#E4E1DB'), rgb('#DAD6CF')],
  floor: [rgb('#CDC8C0'), rgb('#BDB7AD')],
} as const;

/** Kinds that a table draws; what the page reads from other programs' tilesets keeps its own look and is drawn as it is. */
export type PlasterKind = 'building' | 'structure' | 'draped' | 'water' | 'tree' | 'pipe';

/** How a layer is made of plaster; null: points of furniture are too small for a table. */
export function plasterKindOf({ kind }: LayerInfo): PlasterKind | null {
  if (kind === 'building') return 'building';
  if (kind === 'area') return 'draped';
  if (kind === 'water' || kind === 'tree' || kind === 'pipe') return kind;
  if (kind === 'bridge' || kind === 'element') return 'structure';
  return kind === 'tunnel' ? 'pipe' : null;
}

/** Its colour: plans, pipes and what is brought keep that of their data; ground, roads and green are plaster, the more of its matter the stronger the style's ground. */
export function plasterColourOf(info: LayerInfo, tokenColour: (token: string) => UnitRgb, groundRatio = 0): UnitRgb {
  if (info.kind === 'water') return PLASTER.water;
  if (info.kind === 'element' || info.kind === 'bridge') return PLASTER.structure;
  const token = info.colour?.token;
  if (info.kind !== 'area' || info.group === 'plan') return token ? tokenColour(token) : PLASTER.structure;
  const ground = info.group === 'green' ? 'green' : token === 'map-road' ? 'road' : 'pavement';
  const matter = PLASTER.matter[ground];
  return PLASTER[ground].map((part, i) => part + (matter[i] - part) * groundRatio) as UnitRgb;
}

/** Planned houses are of indigo acrylic (LOOK §9). */
export const isAcrylic = ({ state, kind }: LayerInfo): boolean =>
  state === 'planned' && (kind === 'building' || kind === 'element' || kind === 'bridge');

function rgb(hex: string): UnitRgb {
  const colour = parseHex(hex);
  if (!colour) throw new Error(`expected #RRGGBB, got ${hex}`);
  return colour;
}
