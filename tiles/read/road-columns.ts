import { TURN_BANS } from '../../model/roads/turn-bans.ts';
import type { Text } from '../../model/text/text.ts';
import type { Utf8List } from '../../readers/shared/growable.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import { CLASS_COLUMNS } from '../infer/street-net.ts';
import type { ColumnRecipe, LayerRecipe } from '../recipe.ts';
import type { LayerTable } from './table.ts';

interface RoadColumn {
  /** The property of OpenStreetMap, read where the recipe's `fields` name none. */
  field: string;
  /** The column that `infer/street-net.ts` believes. */
  name: string;
  label: Text;
}

/** What a road's line may say of the road, by the recipe's word under `fields`. */
export const ROAD_COLUMNS = {
  class: { field: 'highway', name: 'class', label: { zh: '等级', en: 'Class' } },
  bridge: { field: 'bridge', name: 'bridge', label: { zh: '桥', en: 'Bridge' } },
  tunnel: { field: 'tunnel', name: 'tunnel', label: { zh: '隧道', en: 'Tunnel' } },
  lanes: { field: 'lanes', name: 'lanes', label: { zh: '车道数', en: 'Lanes' } },
  oneWay: { field: 'oneway', name: 'oneway', label: { zh: '单行', en: 'One-way' } },
  junction: { field: 'junction', name: 'junction', label: { zh: '环岛', en: 'Roundabout' } },
  speedLimit: { field: 'maxspeed', name: 'maxspeed', label: { zh: '限速', en: 'Speed limit' } },
  heightLimit: { field: 'maxheight', name: 'maxheight', label: { zh: '限高', en: 'Height limit' } },
  weightLimit: { field: 'maxweight', name: 'maxweight', label: { zh: '限重', en: 'Weight limit' } },
  turnBans: { field: TURN_BANS, name: TURN_BANS, label: { zh: '转向限制', en: 'Bans of turns' } },
  access: { field: 'access', name: 'access', label: { zh: '通行', en: 'Access' } },
} as const satisfies Record<string, RoadColumn>;

type RoadWord = keyof typeof ROAD_COLUMNS;
const ROAD_WORDS = Object.keys(ROAD_COLUMNS) as RoadWord[];

const roadField = ({ fields }: LayerRecipe, word: RoadWord): string => fields[word] ?? ROAD_COLUMNS[word].field;

/** Whether a layer's lines are roads, whose columns tell the network. */
const isOfRoads = (recipe: LayerRecipe): boolean => recipe.kind === 'area' && recipe.geometry === 'line';

/** The properties of a layer's file that tell of roads; none for other layers. */
export const roadFields = (recipe: LayerRecipe): string[] =>
  isOfRoads(recipe) ? ROAD_WORDS.map((word) => roadField(recipe, word)) : [];

/** What the rows of a layer of roads say under one of the words; null where the file does not tell. */
export const roadWords = (table: LayerTable, word: RoadWord): Utf8List | null =>
  table.words(roadField(table.recipe, word));

/** Returns the columns that the file of a layer of roads fills and its recipe does not declare: the network rests on them. */
export function roadColumnsOf(recipe: LayerRecipe, { fields }: RawFeatures): ColumnRecipe[] {
  if (!isOfRoads(recipe)) return [];
  const filled = new Set(fields.filter((field) => field.filled > 0).map(({ name }) => name));
  const declared = recipe.columns.map(({ field, name = field }) => name.toLowerCase());
  return ROAD_WORDS.flatMap((word) => {
    const { name, label } = ROAD_COLUMNS[word];
    const field = roadField(recipe, word);
    const known: readonly string[] = word === 'class' ? CLASS_COLUMNS : [name];
    if (!filled.has(field) || declared.some((one) => known.includes(one))) return [];
    return [{ field, name, type: 'code' as const, label }];
  });
}
