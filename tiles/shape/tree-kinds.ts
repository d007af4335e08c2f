import { TREE_KINDS, type TreeKind } from '../../model/city/tree-kinds.ts';
import { columnWords } from '../columns.ts';
import type { Features, PointGeometry } from '../model.ts';
import { modelNamed } from './models.ts';

/** The model of each kind. */
export const TREE_MODELS = {
  round: 'tree-a',
  spreading: 'tree-spreading',
  column: 'tree-b',
  evergreen: 'tree-evergreen',
  conifer: 'tree-conifer',
  weeping: 'tree-weeping',
} as const satisfies Record<TreeKind, string>;

/** Columns in whose words a tree's kind may stand: its species, else its genus, else what its leaves are (OpenStreetMap's own names too). */
export const LEAF_WORDS = ['species', 'taxon', 'genus', 'leaf_type', 'leaf_cycle', 'leafType', 'leafCycle'] as const;

/** Words of species and genera in Latin, English and Chinese, looked through in this order; what none of them meets is round. */
const WORDS: readonly (readonly [TreeKind, RegExp])[] = [
  ['weeping', /\bsalix|willow|weeping|pendula|柳/i],
  [
    'conifer',
    /\bpin(?:e|us)\b|picea|spruce|\babies|\bfir\b|larix|larch|cedr|cedar|cupress|cypress|junip|thuja|sequoia|taxus|\byew\b|metaseq|taxod|needle|松|柏|杉/i,
  ],
  ['column', /ginkgo|popul|poplar|fastigiat|columnar|liriodendr|银杏|杨(?!梅)/i],
  [
    'evergreen',
    /camphor|cinnamom|magnolia grandiflora|ligustr|osmanth|eucalypt|\bilex\b|holly|\bolea\b|olive|ficus|evergreen|樟|女贞|桂花|桉|冬青|广玉兰|榕/i,
  ],
  [
    'spreading',
    /platan|\bplane\b|\bacer\b|maple|zelkova|prunus|cherry|quercus|\boak\b|albizia|aesculus|梧桐|法桐|悬铃木|枫|槭|榉|樱|合欢|栎/i,
  ],
];

/** The kind of a tree whose data say these words. */
export function treeKindOf(words: string): TreeKind {
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'round';
}

/** For a layer of trees that names no model: a model a tree by what its columns say of its species, and how far each is drawn up to its height. */
export function treeModels({ geometry, count, columns }: Features<PointGeometry>): {
  models: string[];
  geometry: PointGeometry;
} {
  const wordsOf = columnWords(columns, LEAF_WORDS);
  const model = new Uint8Array(count);
  const known = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    const words = wordsOf?.(row) ?? '';
    const number = known.get(words) ?? TREE_KINDS.indexOf(treeKindOf(words));
    known.set(words, number);
    model[row] = number;
  }
  return { models: TREE_KINDS.map((kind) => TREE_MODELS[kind]), geometry: { ...geometry, model } };
}

/** A tree is drawn at most so much taller or lower for its crown than its model. */
const STRETCH = [0.6, 2.2] as const;

/** How far a tree's model is stretched so that it is as high as its column says; 1 where nothing is told. */
export function treeStretch(model: string, crownM: number, heightM: number): number {
  if (!(heightM > 0 && crownM > 0)) return 1;
  const ratio = heightM / (crownM * heightRatioOf(model));
  return Math.min(STRETCH[1], Math.max(STRETCH[0], ratio));
}

const heightRatios = new Map<string, number>();

function heightRatioOf(model: string): number {
  const known = heightRatios.get(model);
  if (known !== undefined) return known;
  const { positionM } = modelNamed(model);
  let ratio = 0;
  for (let i = 2; i < positionM.length; i += 3) ratio = Math.max(ratio, positionM[i]);
  heightRatios.set(model, ratio);
  return ratio;
}
