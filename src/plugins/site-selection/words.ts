import type { WordTable } from '../../../model/text/words.ts';

type SitingWords = typeof sitingWords;

declare module '../../kit/words.ts' {
  interface PageWords extends SitingWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const sitingWords = {
  'siting.title': { zh: '选址', en: 'Where to build' },
  'siting.answers': { zh: '建在哪里、建几处', en: 'where, and how many' },
  'siting.about': {
    zh: '在候选点中选出新址：沿道路与步道步行计时（Tobler 1993），给出每处的增益、谁受益，以及与可证最优的差距。',
    en: 'Chooses new sites among candidates: minutes on foot along streets and footways (Tobler 1993), what each site brings, who gains, and how far the answer may be from the best.',
  },
  'siting.aim': { zh: '目标', en: 'Aim' },
  'siting.cover': { zh: '覆盖最多（最大覆盖）', en: 'Reach the most (maximal cover)' },
  'siting.median': { zh: '平均最近（p-中值）', en: 'Shortest on average (p-median)' },
  'siting.centre': { zh: '最远者最近（p-中心）', en: 'Shortest longest way (p-centre)' },
  'siting.all': { zh: '全部覆盖至少几处（集合覆盖）', en: 'Fewest sites that reach all (set cover)' },
  'siting.backup': { zh: '两处都够得着（备份覆盖）', en: 'Two sites in reach (backup cover)' },
  'siting.charge': { zh: '值得建几处（固定费用）', en: 'As many as are worth it (fixed charge)' },
  'siting.sites': { zh: '新建处数', en: 'New sites' },
  'siting.limit': { zh: '步行时限', en: 'Minutes on foot' },
  'siting.far': { zh: '够不着的按', en: 'Out of reach counts as' },
  'siting.first': { zh: '第一处占的价值', en: 'Worth of the first site' },
  'siting.chargeOf': { zh: '每处须节省（人·分钟）', en: 'People × minutes a site must save' },
  'siting.direction': { zh: '方向', en: 'Direction' },
  'siting.to': { zh: '居民走到设施', en: 'people to site' },
  'siting.from': { zh: '从设施走到居民', en: 'site to people' },
  'siting.wait': { zh: '过大路口等待', en: 'Wait at major junctions' },
  'siting.search': { zh: '搜索量（百万次比较）', en: 'Search (million comparisons)' },
  'siting.assumed': { zh: '假设', en: 'assumed' },
  'siting.assumedWhy': {
    zh: '路口等待与“够不着的按”几分钟是假设，请按当地填写。候选点没有查用地、权属、管线与保护范围，选定后须另核。',
    en: 'The wait at junctions and the minutes for who is out of reach are assumptions: enter local ones. Land use, ownership, pipes and protected land of candidates are not checked: check them for the sites chosen.',
  },
  'siting.who': { zh: '为谁', en: 'For whom' },
  'siting.demand': { zh: '服务对象', en: 'Whom to serve' },
  'siting.residents': { zh: '居民', en: 'residents' },
  'siting.things': { zh: '图层中的对象', en: 'things of a layer' },
  'siting.where': { zh: '可建在哪里', en: 'Where it may stand' },
  'siting.candidates': { zh: '候选点', en: 'Candidates' },
  'siting.grid': { zh: '方格网', en: 'a grid' },
  'siting.junctions': { zh: '道路交叉口', en: 'street junctions' },
  'siting.points': { zh: '在地图上点选', en: 'picked on the map' },
  'siting.spacing': { zh: '方格间距', en: 'Spacing' },
  'siting.slope': { zh: '坡度不大于', en: 'Slope at most' },
  'siting.pick': { zh: '点选候选点', en: 'Pick candidates' },
  'siting.pickHint': {
    zh: '在地图上逐个点击可建的地方，完成后按“完成”。',
    en: 'Click each place where it may stand, then press “Done”.',
  },
  'siting.picked': { zh: '已点选 {count} 处。', en: '{count} places picked.', one: '{count} place picked.' },
  'siting.there': { zh: '现有设施', en: 'What stands' },
  'siting.existing': { zh: '现有设施', en: 'Existing sites' },
  'siting.none': { zh: '不计', en: 'none counted' },
  'siting.stay': { zh: '保留', en: 'stay' },
  'siting.move': { zh: '可以迁走', en: 'may move' },
  'siting.noRoads': {
    zh: '本城没有道路网。请管理员给这座城市加入道路图层。',
    en: 'This city has no road network. Ask the administrator to add a layer of roads to it.',
  },
  'siting.flat': {
    zh: '本城没有实测地面，不计坡度。请管理员加入高程数据。',
    en: 'This city has no measured ground, so slopes are not counted. Ask the administrator to add elevation data.',
  },
  'siting.noResidents': {
    zh: '本城的建筑没有居民数，请选图层中的对象作为服务对象。',
    en: 'The buildings of this city have no number of residents: choose things of a layer to serve.',
  },
  'siting.run': { zh: '计算', en: 'Compute' },
  'siting.people': { zh: '{amount} 人', en: '{amount} people' },
  'siting.places': { zh: '{amount} 处', en: '{amount} places' },
  'siting.saidCover': {
    zh: '新建 {count} 处，步行 {limit} 分钟内可达 {value}，占 {share} %。',
    en: '{count} new sites: {value} ({share} %) within {limit} min on foot.',
    one: '{count} new site: {value} ({share} %) within {limit} min on foot.',
  },
  'siting.saidMedian': {
    zh: '新建 {count} 处，步行到最近一处平均 {value} 分钟。',
    en: '{count} new sites: {value} min on foot to the nearest, on average.',
    one: '{count} new site: {value} min on foot to the nearest, on average.',
  },
  'siting.saidCentre': {
    zh: '新建 {count} 处，最远的步行 {value} 分钟。',
    en: '{count} new sites: the longest way on foot is {value} min.',
    one: '{count} new site: the longest way on foot is {value} min.',
  },
  'siting.saidAll': {
    zh: '新建 {count} 处，候选点够得着的全部在步行 {limit} 分钟内。',
    en: '{count} new sites bring all that candidates can reach within {limit} min on foot.',
    one: '{count} new site brings all that candidates can reach within {limit} min on foot.',
  },
  'siting.saidBackup': {
    zh: '新建 {count} 处，步行 {limit} 分钟内有一处的 {one}，其中有两处的 {two}。',
    en: '{count} new sites: {one} within {limit} min of one of them, {two} of these of two.',
    one: '{count} new site: {one} within {limit} min of one, {two} of these of two.',
  },
  'siting.saidCharge': {
    zh: '值得新建 {count} 处（每处须节省 {charge} 人·分钟），步行到最近一处平均 {mean} 分钟。',
    en: '{count} new sites are worth it, each for {charge} people × minutes: {mean} min on foot to the nearest, on average.',
    one: '{count} new site is worth it, for {charge} people × minutes: {mean} min on foot to the nearest, on average.',
  },
  'siting.proven': { zh: '已证明：没有更好的选法。', en: 'Proven: no choice of these candidates is better.' },
  'siting.nearlyProven': {
    zh: '已证明：与最优相差不到 {gap} %。',
    en: 'Proven: less than {gap} % from the best choice.',
  },
  'siting.gap': {
    zh: '已证明：与最优相差不超过 {gap} %；加大搜索量可以缩小。',
    en: 'Proven: at most {gap} % from the best choice; a longer search narrows this.',
  },
  'siting.atLeast': {
    zh: '已证明：至少要 {count} 处；加大搜索量可以缩小差距。',
    en: 'Proven: no fewer than {count} sites will do; a longer search narrows the gap.',
    one: 'Proven: no fewer than {count} site will do; a longer search narrows the gap.',
  },
  'siting.site': { zh: '选址', en: 'Site' },
  'siting.state': { zh: '状态', en: 'State' },
  'siting.new': { zh: '新建', en: 'new' },
  'siting.kept': { zh: '保留', en: 'stays' },
  'siting.closed': { zh: '迁走', en: 'closes' },
  'siting.nearest': { zh: '就近', en: 'Nearest for' },
  'siting.within': { zh: '时限内', en: 'Within limit' },
  'siting.onlyHere': { zh: '只靠它', en: 'Only by it' },
  'siting.mean': { zh: '平均（分钟）', en: 'Mean (min)' },
  'siting.level': { zh: '服务水平', en: 'Service' },
  'siting.before': { zh: '之前', en: 'Before' },
  'siting.after': { zh: '之后', en: 'After' },
  'siting.withinLimit': { zh: '{limit} 分钟内', en: 'Within {limit} min' },
  'siting.meanAll': { zh: '平均步行（分钟）', en: 'Mean minutes' },
  'siting.longest': { zh: '最远（分钟）', en: 'Longest (min)' },
  'siting.worst': { zh: '最差 5 % 平均（分钟）', en: 'Mean of the worst 5 % (min)' },
  'siting.gini': { zh: '基尼系数', en: 'Gini of minutes' },
  'siting.farOff': { zh: '够不着', en: 'Out of reach' },
  'siting.gain': {
    zh: '{amount}少走，平均少 {minutes} 分钟；',
    en: '{amount} have a shorter way, by {minutes} min on average; ',
  },
  'siting.noLoss': { zh: '没有人多走。', en: 'nobody has a longer one.' },
  'siting.loss': {
    zh: '{amount}多走，平均多 {minutes} 分钟。',
    en: '{amount} have a longer one, by {minutes} min on average.',
  },
  'siting.front': { zh: '建几处的效果', en: 'By number of sites' },
  'siting.frontNew': { zh: '新建', en: 'New sites' },
  'siting.frontValue': { zh: '结果', en: 'Result' },
  'siting.frontBound': { zh: '可证界', en: 'Proven bound' },
  'siting.unservable': {
    zh: '{amount}从任何候选点都走不到，或 {reach} m 内没有路，不计入选址。',
    en: '{amount} cannot be reached from any candidate, or have no way within {reach} m: they do not count in the choice.',
  },
  'siting.offWay': {
    zh: '{count} 处现有设施 {reach} m 内没有路，不计。',
    en: '{count} existing sites have no way within {reach} m and are left out.',
    one: '{count} existing site has no way within {reach} m and is left out.',
  },
  'siting.how': {
    zh: '{candidates} 个候选点 × {demands} 个需求点，步行时间进位到秒；贪心与顶点替换得到选址，拉格朗日松弛与分支定界得到界。够不着的按 {far} 分钟计。',
    en: '{candidates} candidates × {demands} places of demand, times rounded up to seconds; sites by greedy start and vertex substitution, the bound by Lagrangean relaxation and branch and bound. Who is out of reach counts as {far} min.',
  },
  'siting.method': { zh: '方法', en: 'Method' },
  'siting.limits': { zh: '限制', en: 'Limits' },
  'siting.proof': { zh: '证明', en: 'Proof' },
  'siting.hash': { zh: '结果校验码', en: 'Checksum of the result' },
  'siting.legend': { zh: '步行到最近一处（分钟）', en: 'Minutes on foot to the nearest' },
} as const satisfies WordTable;

/** The sentence of each aim. */
export const HEADLINES = {
  cover: 'siting.saidCover',
  median: 'siting.saidMedian',
  centre: 'siting.saidCentre',
  all: 'siting.saidAll',
  backup: 'siting.saidBackup',
  charge: 'siting.saidCharge',
} as const;
