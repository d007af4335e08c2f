import type { WordTable } from '../../../model/text/words.ts';

type DistrictsWords = typeof districtsWords;

declare module '../../kit/words.ts' {
  interface PageWords extends DistrictsWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const districtsWords = {
  'districts.title': { zh: '划分片区', en: 'Districts' },
  'districts.answers': { zh: '学区、网格怎么划才均衡', en: 'how to divide fairly' },
  'districts.about': {
    zh: '把城市划成片区（学区、网格、警务区）：每片连成一块，人数在允许偏差以内，路近，尽量少改现状。',
    en: 'Divides the city into districts (of schools, of officers, of police): each in one piece, balanced within a tolerance, near, and with as little change as can be.',
  },
  'districts.load': { zh: '均分什么', en: 'Share out' },
  'districts.residents': { zh: '居民', en: 'residents' },
  'districts.things': { zh: '图层中的对象', en: 'things of a layer' },
  'districts.from': { zh: '片区从哪里来', en: 'Districts are' },
  'districts.from-places': { zh: '每处设施一片', en: 'one about each place' },
  'districts.from-areas': { zh: '现有的面（现状边界）', en: "areas of a layer (today's borders)" },
  'districts.from-count': { zh: '新划若干片', en: 'new ones' },
  'districts.areas': { zh: '面图层', en: 'Layer of areas' },
  'districts.choose': { zh: '请选择', en: 'choose' },
  'districts.count': { zh: '片数', en: 'Districts' },
  'districts.balance': { zh: '各片应有', en: 'Each should have' },
  'districts.equal': { zh: '一样多', en: 'as many' },
  'districts.capacity': { zh: '按容量', en: 'by capacity' },
  'districts.tolerance': { zh: '允许偏差', en: 'Tolerance' },
  'districts.changeM': { zh: '换片一人相当于多走', en: 'A change counts as' },
  'districts.changeMin': { zh: '换片一人相当于多走', en: 'A change counts as' },
  'districts.cell': { zh: '方格边长', en: 'Squares of' },
  'districts.search': { zh: '搜索量（千步）', en: 'Search (thousand steps)' },
  'districts.run': { zh: '划分', en: 'Divide' },
  'districts.assumed': { zh: '假设', en: 'assumed' },
  'districts.assumedWhy': {
    zh: '按方格划分，边界没有贴着道路、河流与小区围墙，落定前须人工修边。人口按建筑居民数；没有现状边界时，“现状”指各人去最近一处。步行速度按 Tobler 1993，过大路口等 20 秒。',
    en: 'Ground is shared out in squares: borders do not follow roads, rivers and walls and must be trimmed by hand before they hold. People are those of buildings. Where no borders are given, “today” means that each goes to the nearest place. Speeds on foot by Tobler 1993, 20 seconds at major junctions.',
  },
  'districts.noRoads': {
    zh: '本城没有路网，不能按步行到设施划分；可以用现有的面或新划。',
    en: 'This city has no roads, so that districts about places cannot be had; take areas of a layer or new ones.',
  },
  'districts.noAreas': { zh: '本城没有面图层可作现状边界。', en: "This city has no layer of areas for today's borders." },
  'districts.noResidents': {
    zh: '本城建筑没有居民数：请改用图层中的对象。',
    en: 'The buildings of this city have no residents: choose things of a layer.',
  },
  'districts.people': { zh: '{amount} 人', en: '{amount} people' },
  'districts.thingsOf': { zh: '{amount} 个对象', en: '{amount} things' },
  'districts.balanced': {
    zh: '{count} 片都连成一块，与应有人数相差不超过 {tolerance} %（最大 {worst} %）。',
    en: '{count} districts, each in one piece and within {tolerance} % of its share (at most {worst} %).',
  },
  'districts.unbalanced': {
    zh: '{count} 片都连成一块，但没有找到都在 {tolerance} % 以内的划法：最大相差 {worst} %。',
    en: '{count} districts, each in one piece, but none within {tolerance} % of all shares was found: at most {worst} % off.',
  },
  'districts.wasOff': { zh: '现状最大相差 {before} %。', en: ' Today it is {before} %.' },
  'districts.moved': { zh: '{amount}换片。', en: '{amount} change their district.' },
  'districts.metres': { zh: '{m} 米', en: '{m} m' },
  'districts.minutes': { zh: '步行 {min} 分钟', en: '{min} min on foot' },
  'districts.far': { zh: '平均离片区中心（或设施）{after}。', en: 'On average it is {after} to the middle or the place.' },
  'districts.farBoth': {
    zh: '平均离片区中心（或设施）{before}，划后{after}。',
    en: 'On average it is {before} to the middle or the place, and {after} then.',
  },
  'districts.largest': {
    zh: '一个方格最多有{amount}：改小方格，或放宽允许偏差。',
    en: 'One square alone has {amount}: choose smaller squares, or a greater tolerance.',
  },
  'districts.loose': {
    zh: '{amount}现状在飞地或不属于任何片，先并入相邻片。',
    en: '{amount} are in pieces apart or in no district today, and were given to a neighbour first.',
  },
  'districts.offGround': { zh: '{amount}在划分范围以外。', en: '{amount} are beyond the ground that is divided.' },
  'districts.leftOut-areas': {
    zh: '图层中 {count} 个面不到一个方格，没有成片。',
    en: '{count} areas of the layer are smaller than a square and have no district.',
    one: '{count} area of the layer is smaller than a square and has no district.',
  },
  'districts.leftOut-places': {
    zh: '{count} 处设施没有成片：与另一处同在一格，或 500 m 内没有步行道路。',
    en: '{count} places have no district: they share a square with another, or no way on foot is within 500 m.',
    one: '{count} place has no district: it shares a square with another, or no way on foot is within 500 m.',
  },
  'districts.leftOut-count': { zh: '{count} 片没有成片。', en: '{count} have no district.' },
  'districts.noProof': {
    zh: '中心随划法移动，不能证明离最优还有多远；搜索从不劣于现状。',
    en: 'Middles move with the division, so that nothing is proven; what is found is never worse than today.',
  },
  'districts.gap': {
    zh: '路程（含换片折算）最多比任何均衡划法多 {gap} %，包括不连片的划法。',
    en: 'Ways, changes counted, are at most {gap} % more than those of any balanced division, divisions in pieces among them.',
  },
  'districts.district': { zh: '片区', en: 'District' },
  'districts.has': { zh: '人数', en: 'Has' },
  'districts.off': { zh: '偏差 %', en: 'Off %' },
  'districts.before': { zh: '现状', en: 'Today' },
  'districts.joined': { zh: '转入', en: 'Joined' },
  'districts.left': { zh: '转出', en: 'Left' },
  'districts.area': { zh: '公顷', en: 'ha' },
  'districts.mean': { zh: '平均', en: 'Mean' },
  'districts.legend': { zh: '{count} 片（相邻的颜色不同）', en: '{count} districts (neighbours differ)' },
  'districts.middle': { zh: '片区中心或设施', en: 'Middle or place' },
  'districts.save': { zh: '边界存为 GeoJSON', en: 'Save borders as GeoJSON' },
  'districts.comma': { zh: '、', en: ', ' },
  'districts.proof': { zh: '证明', en: 'Proof' },
  'districts.limits': { zh: '局限', en: 'Limits' },
  'districts.hash': { zh: '校验码', en: 'Checksum' },
} as const satisfies WordTable;
