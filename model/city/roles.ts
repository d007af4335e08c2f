import type { Text } from '../text/text.ts';
import type { LayerRole, RoleId } from './layer-role.ts';

/** A column that a role takes from a layer. */
export interface RoleColumn {
  label: Text;
  isNeeded: boolean;
  /** `heading`: degrees from north or words of the compass; `time`: an hour or an instant; numbers and texts fit both. */
  takes: 'numbers' | 'words' | 'heading' | 'time';
  /** Names by which data in Chinese, English, Finnish and German call such a column; a match is a guess until somebody confirms it. */
  names: RegExp;
}

/** A role: which layers can have it and which columns it takes from them. */
interface Role {
  label: Text;
  about: Text;
  /** Kinds of layers that can have the role. */
  kinds: readonly string[];
  columns: Readonly<Record<string, RoleColumn>>;
  /** The role takes one of these columns at least; absent: columns that are needed say so themselves. */
  oneOf?: readonly string[];
}

const hourNames = /^(?:hour|time|date_?time|timestamp|时|小时|时刻|时间|时段|日期时间)$/i;

/** Every role with the columns that it takes: forms, recipes, engines and messages read them here. */
export const ROLES: Readonly<Record<RoleId, Role>> = {
  population: {
    label: { zh: '人口', en: 'Population' },
    about: {
      zh: '各网格、分区、建筑或点的居民数。面上的人口按住宅建筑面积分摊；面内无建筑的，留在面上。',
      en: 'Residents of each cell, area, building or point. Those of areas are spread over dwellings by floor area; where an area has no building they stay in the area.',
    },
    kinds: ['area', 'building', 'point'],
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
  weather: {
    label: { zh: '气象', en: 'Weather' },
    about: {
      zh: '气象站，或逐时记录（每行一个时刻，可重复同一位置；EPW 文件可直接导入）。噪声取平均气温与湿度，空气取风、云与辐射。',
      en: 'Weather stations, or hours of a record (a row each, at the same place; EPW files can be dropped). Noise takes mean temperature and humidity; air takes wind, cloud and radiation.',
    },
    kinds: ['point'],
    oneOf: ['temperature', 'humidity', 'windSpeed'],
    columns: {
      time: { label: { zh: '时刻', en: 'Time' }, isNeeded: false, takes: 'time', names: hourNames },
      temperature: {
        label: { zh: '气温（°C）', en: 'Air temperature (°C)' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:air_?)?temp(?:erature)?(?:_?c)?$|^(?:ta|tair|dry_?bulb|lufttemperatur|气温|温度|干球温度)$/i,
      },
      humidity: {
        label: { zh: '相对湿度（%）', en: 'Relative humidity (%)' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:rh|(?:relative_?)?humidity(?:_?pct)?|(?:相对)?湿度)$/i,
      },
      windSpeed: {
        label: { zh: '风速（m/s，离地 10 m）', en: 'Wind speed (m/s, at 10 m)' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:wind_?speed(?:_?(?:mps|m_?s))?|ws(?:pm)?|u10|windgeschwindigkeit|风速)$/i,
      },
      windFrom: {
        label: { zh: '风向（来向，度或方位词）', en: 'Wind from (degrees, or a word)' },
        isNeeded: false,
        takes: 'heading',
        names: /^(?:wind_?(?:from|dir(?:ection)?)(?:_?deg)?|wd|windrichtung|风向)$/i,
      },
      radiation: {
        label: { zh: '水平面总辐射（W/m²）', en: 'Global radiation (W/m²)' },
        isNeeded: false,
        takes: 'numbers',
        names:
          /^(?:ghi|kdown|(?:global|solar)_?(?:horizontal_?)?(?:radiation|irradiance)|radiation|总辐射|太阳辐射|辐射)$/i,
      },
      cloud: {
        label: { zh: '云量（成，0–10）', en: 'Cloud cover (tenths, 0–10)' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:cloud(?:s|_?cover)?|(?:total_?)?sky_?cover|总?云量)$/i,
      },
    },
  },
  counts: {
    label: { zh: '交通量', en: 'Traffic counts' },
    about: {
      zh: '断面车流量：每小时或每日车辆数。落在最近道路上（50 m 内）；噪声以它代替推断的流量，交通以它对照计算值。',
      en: 'Counted traffic of places: vehicles an hour or a day. Each belongs to the nearest road within 50 m; noise takes it in place of what is inferred, traffic is compared with it.',
    },
    kinds: ['point', 'area'],
    oneOf: ['flow', 'daily'],
    columns: {
      flow: {
        label: { zh: '小时流量（辆/h）', en: 'Vehicles an hour' },
        isNeeded: false,
        takes: 'numbers',
        names:
          /^(?:flow|q|veh(?:icles)?(?:_?(?:per_?)?h(?:our)?)?|count|volume|q?pkw|小时(?:交通|车)?流?量|流量|车流量|交通量)$/i,
      },
      daily: {
        label: { zh: '日流量（辆/日）', en: 'Vehicles a day' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:aadt|adt|dtv|daily|veh(?:icles)?_?(?:per_?)?day|日均?(?:交通|车)?流?量|年平均日交通量)$/i,
      },
      heavy: {
        label: { zh: '重型车占比（%）', en: 'Heavy vehicles (%)' },
        isNeeded: false,
        takes: 'numbers',
        names:
          /^(?:heavy(?:_?(?:pct|share|percent))?|hgv(?:_?pct)?|trucks?_?pct|重型?车(?:占)?比例?|大车率|货车比例)$/i,
      },
      hour: { label: { zh: '时段', en: 'Hour' }, isNeeded: false, takes: 'time', names: hourNames },
      direction: {
        label: { zh: '行驶方向（度或方位词；无则为双向）', en: 'Driving towards (degrees or a word; none: both ways)' },
        isNeeded: false,
        takes: 'heading',
        names: /^(?:direction|heading|dir|towards?|bearing|方向|行驶方向|流向)$/i,
      },
    },
  },
  closures: {
    label: { zh: '封路', en: 'Closures' },
    about: {
      zh: '封闭的路段：点封最近道路，面封其中的道路；有起止时刻的按画面时刻生效。调度、服务圈、选址、交通都绕行。',
      en: 'Closed roads: a point closes the nearest road, an area those in it; with a beginning or an end they hold at the shown time. Dispatch, service areas, siting and traffic go round them.',
    },
    kinds: ['point', 'area'],
    columns: {
      from: {
        label: { zh: '起', en: 'From' },
        isNeeded: false,
        takes: 'time',
        names: /^(?:from|start(?:s|_?(?:time|date))?|begin|valid_?from|开始(?:时间|日期)?|起始(?:时间|日期)?|起)$/i,
      },
      until: {
        label: { zh: '止', en: 'Until' },
        isNeeded: false,
        takes: 'time',
        names: /^(?:until|to|end(?:s|_?(?:time|date))?|valid_?(?:to|until)|结束(?:时间|日期)?|截止(?:时间|日期)?|止)$/i,
      },
      reason: {
        label: { zh: '原因', en: 'Reason' },
        isNeeded: false,
        takes: 'words',
        names: /^(?:reason|cause|why|works?|原因|事由)$/i,
      },
    },
  },
  forces: {
    label: { zh: '应急力量', en: 'Forces' },
    about: {
      zh: '消防站、派出所、急救站、医院等的位置，有人数与车辆数更好；没有车辆数的各计一辆并注明为假定。',
      en: 'Fire, police and ambulance stations and hospitals, with crews and vehicles where known; of those without a number one vehicle is supposed, and said.',
    },
    kinds: ['point', 'building', 'area'],
    columns: {
      kind: {
        label: { zh: '类别', en: 'Kind' },
        isNeeded: true,
        takes: 'words',
        names: /^(?:kind|type|amenity|emergency|class|category|force|类别|类型|种类|队伍类[别型])$/i,
      },
      crew: {
        label: { zh: '人数', en: 'Crew (people)' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:crew|people|staff|personnel|人数|人员|编制)$/i,
      },
      vehicles: {
        label: { zh: '车辆数', en: 'Vehicles' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:vehicles?|engines?|cars?|units?|ambulances?|车辆(?:数)?|车数)$/i,
      },
    },
  },
  stock: {
    label: { zh: '应急物资', en: 'Emergency stock' },
    about: {
      zh: '仓库的物资，每行一种；同名同址的各行合为一处。指令取用后扣减。',
      en: 'What stores hold, a row for each item; rows of one name at one place are one store. Orders take from it.',
    },
    kinds: ['point', 'building', 'area'],
    columns: {
      item: {
        label: { zh: '物资', en: 'Item' },
        isNeeded: true,
        takes: 'words',
        names: /^(?:item|goods|material|article|product|物资(?:名称)?|品名|物品)$/i,
      },
      quantity: {
        label: { zh: '数量', en: 'Quantity' },
        isNeeded: true,
        takes: 'numbers',
        names: /^(?:quantity|qty|amount|count|stock|number|数量|库存(?:量)?|存量)$/i,
      },
      unit: {
        label: { zh: '单位', en: 'Unit' },
        isNeeded: false,
        takes: 'words',
        names: /^(?:unit|uom|单位|计量单位)$/i,
      },
      store: {
        label: { zh: '仓库', en: 'Store' },
        isNeeded: false,
        takes: 'words',
        names: /^(?:store|warehouse|depot|仓库(?:名称)?|库房|储备库)$/i,
      },
    },
  },
  candidates: {
    label: { zh: '候选地', en: 'Candidate sites' },
    about: {
      zh: '可以新建设施的地点：地块、空地、建筑或点。选址在“指定的候选地”中选。',
      en: 'Places where something may be built: plots, empty ground, buildings or points. Site selection chooses among them.',
    },
    kinds: ['point', 'area', 'building'],
    columns: {
      areaM2: {
        label: { zh: '用地面积（m²）', en: 'Ground (m²)' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:area(?:_?m2)?|ground(?:_?m2)?|size|flaeche|用?地?面积)$/i,
      },
      capacity: {
        label: { zh: '容量', en: 'Capacity' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:capacity|places|seats|beds|容量|床位(?:数)?|学位(?:数)?|座位(?:数)?)$/i,
      },
      cost: {
        label: { zh: '造价', en: 'Cost' },
        isNeeded: false,
        takes: 'numbers',
        names: /^(?:cost|price|investment|造价|费用|投资(?:额)?)$/i,
      },
    },
  },
};

/** The part of an attribute that tells whether a role can take it. */
interface RoleAttribute {
  name: string;
  type: 'string' | 'code' | 'number' | 'integer';
  label: Text;
}

/** Whether a column of a role can be taken from an attribute: numbers from numbers, words from texts, headings from both. */
export const isFit = ({ takes }: RoleColumn, { type }: RoleAttribute): boolean =>
  takes === 'heading' || takes === 'time' || (takes === 'numbers') === (type === 'number' || type === 'integer');

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
  const { columns: known, oneOf = [] } = ROLES[role];
  const hasOne = oneOf.length === 0 || oneOf.some((id) => columns[id] !== undefined);
  const stray = Object.entries(columns).filter(([id]) => known[id] === undefined);
  return [
    ...(hasOne ? [] : [{ column: oneOf.join(' | '), fault: 'missing', got: '' } as const]),
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
