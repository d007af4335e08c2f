import * as v from 'valibot';
import type { Text } from '../text/text.ts';

/** Roles that the engines ask a city for. A layer of any origin can have one; engines never ask for a file of a fixed name. */
export const ROLE_IDS = ['population', 'facilities', 'cameras'] as const;
/** The name of a role. */
export type RoleId = (typeof ROLE_IDS)[number];

/** A column that a role takes from a layer. */
export interface RoleColumn {
  label: Text;
  isNeeded: boolean;
  /** `heading`: degrees from north or words of the compass, so numbers and texts fit. */
  takes: 'numbers' | 'words' | 'heading';
  /** Names by which data in Chinese, English, Finnish and German call such a column; a match is a guess until somebody confirms it. */
  names: RegExp;
}

/** A role: which layers can have it and which columns it takes from them. */
interface Role {
  label: Text;
  about: Text;
  /** Kinds of layers that can have the role. */
  kinds: readonly string[];
  /** Only one layer of a city has the role at a time, for two would count the same people twice. */
  isSole: boolean;
  columns: Readonly<Record<string, RoleColumn>>;
}

/** Every role with the columns that it takes: forms, recipes, engines and messages read them here. */
export const ROLES: Readonly<Record<RoleId, Role>> = {
  population: {
    label: { zh: '人口', en: 'Population' },
    about: {
      zh: '各网格、分区、建筑或点的居民数。面上的人口按住宅建筑面积分摊；面内无建筑的，留在面上。',
      en: 'Residents of each cell, area, building or point. Those of areas are spread over dwellings by floor area; where an area has no building they stay in the area.',
    },
    kinds: ['area', 'building', 'point'],
    isSole: true,
    columns: {
      residents: {
        label: { zh: '居民数（人，非密度）', en: 'Residents (people, not density)' },
        isNeeded: true,
        takes: 'numbers',
        names:
          /^(?:residents?|population|pop(?:ulation)?_?(?:\d{4})?|inhabitants|people|asukkaita|einwohner|(?:常住|户籍|总)?人口(?:数|总数)?|居民(?:数|人数)?|人数)$/i,
      },
    },
  },
  facilities: {
    label: { zh: '设施', en: 'Facilities' },
    about: {
      zh: '为居民服务的场所，如学校、医院、公园；有容量的可算负荷。',
      en: 'Places that serve residents, as schools, hospitals and parks; those with a capacity have a load.',
    },
    kinds: ['area', 'building', 'point'],
    isSole: false,
    columns: {
      kind: {
        label: { zh: '类别', en: 'Kind' },
        isNeeded: false,
        takes: 'words',
        names:
          /^(?:kind|type|use|class|category|amenity|function|building|leisure|healthcare|类别|类型|种类|用途|功能|设施类[别型])$/i,
      },
      capacity: {
        label: { zh: '容量（人）', en: 'Capacity (people)' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:capacity|seats?|beds?|places|pupils|容量|容纳人数|学位(?:数)?|床位(?:数)?|座位(?:数)?)$/i,
      },
    },
  },
  cameras: {
    label: { zh: '摄像头', en: 'Cameras' },
    about: {
      zh: '有朝向的摄像头点。缺高度、俯仰、视场角的按常用值假定并注明；没有朝向的不计。',
      en: 'Points of cameras that look in a direction. Height, tilt and field of view that are missing are assumed, and said; cameras without a heading are left out.',
    },
    kinds: ['point'],
    isSole: false,
    columns: {
      heading: {
        label: { zh: '朝向（自北顺时针，度或方位词）', en: 'Heading (degrees from north, or a word)' },
        isNeeded: true,
        takes: 'heading',
        names: /^(?:heading|direction|camera[:_]direction|azimuth|bearing|yaw|朝向|方位(?:角)?|方向)$/i,
      },
      height: {
        label: { zh: '离地高度（m）', en: 'Height above ground (m)' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:height|height_?m|mount(?:ing)?_?height|高度|安装高度|离地高度|杆高)$/i,
      },
      tilt: {
        label: { zh: '俯仰（度，水平为 0，向下为负）', en: 'Tilt (degrees, down is below 0)' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:tilt|pitch|camera[:_]angle|俯仰(?:角)?)$/i,
      },
      fov: {
        label: { zh: '水平视场角（度）', en: 'Field of view (degrees)' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:fov|fov_?deg|hfov|field_?of_?view|视场角|视角)$/i,
      },
    },
  },
};

/** A role as a layer has it: attributes of the layer by the role's columns, and which of them were guessed by their names. */
export const LayerRole = v.object({
  columns: v.record(v.string(), v.string()),
  guessed: v.optional(v.array(v.string()), []),
});
/** A role as a layer has it. */
export type LayerRole = v.InferOutput<typeof LayerRole>;

/** The roles of a layer. */
export const LayerRoles = v.object(v.entriesFromList(ROLE_IDS, v.optional(LayerRole)));
/** The roles of a layer. */
export type LayerRoles = v.InferOutput<typeof LayerRoles>;

/** The part of an attribute that tells whether a role can take it. */
interface RoleAttribute {
  name: string;
  type: 'string' | 'code' | 'number' | 'integer';
  label: Text;
}

/** Whether a column of a role can be taken from an attribute: numbers from numbers, words from texts, headings from both. */
export const isFit = ({ takes }: RoleColumn, { type }: RoleAttribute): boolean =>
  takes === 'heading' || (takes === 'numbers') === (type === 'number' || type === 'integer');

/** Columns that a role most likely takes from a layer: those stated stay, the others are the first attribute with a usual name. */
export function guessedRole(
  role: RoleId,
  attributes: readonly RoleAttribute[],
  stated: Readonly<Record<string, string>> = {},
): LayerRole {
  const columns: Record<string, string> = { ...stated };
  const guessed: string[] = [];
  for (const [id, column] of Object.entries(ROLES[role].columns)) {
    if (columns[id] !== undefined) continue;
    const found = attributes.find(
      (one) => isFit(column, one) && [one.name, one.label.zh, one.label.en].some((name) => column.names.test(name)),
    );
    if (!found) continue;
    columns[id] = found.name;
    guessed.push(id);
  }
  return { columns, guessed };
}

/** A column that a role cannot take: needed and not named, or named and not there, or of the other type. */
interface RoleFault {
  column: string;
  fault: 'missing' | 'unknown' | 'type';
  /** The name that was stated. */
  got: string;
}

/** Everything that a layer lacks for a role; none: it can have it. */
export function roleFaults(role: RoleId, attributes: readonly RoleAttribute[], { columns }: LayerRole): RoleFault[] {
  const known = ROLES[role].columns;
  const stray = Object.entries(columns).filter(([id]) => known[id] === undefined);
  return [
    ...stray.map(([column, got]): RoleFault => ({ column, fault: 'unknown', got })),
    ...Object.entries(known).flatMap(([id, column]): RoleFault[] => {
      const got = columns[id];
      if (got === undefined) return column.isNeeded ? [{ column: id, fault: 'missing', got: '' }] : [];
      const attribute = attributes.find(({ name }) => name === got);
      if (!attribute) return [{ column: id, fault: 'unknown', got }];
      return isFit(column, attribute) ? [] : [{ column: id, fault: 'type', got }];
    }),
  ];
}

/** Whether layers of a kind can have a role. */
export const canHaveRole = (role: RoleId, kind: string): boolean => ROLES[role].kinds.includes(kind);
