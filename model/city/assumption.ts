import { sayWord } from '../text/words.ts';
import type { LayerInfo, Text } from './manifest.ts';

/**
 * Every guess that the baker can be told to make (`--assume-…`, a recipe's `assume`), in the words of both languages:
 * one table for the command line and the page. `{name}` is a value of the manifest. `columns` are the attributes that
 * hold guessed values; absent, the guess is about the layer as a whole.
 */
const ASSUMPTIONS = {
  'height-by-storeys': {
    zh: '{count} 个对象的高度由层数 × {storeyM} m 得出',
    en: 'height: {count} features by storeys × {storeyM} m',
    columns: ['height'],
  },
  'height-stated': {
    zh: '{count} 个对象没有高度，以 {heightM} m 代之',
    en: 'height: {heightM} m for {count} features without one',
    columns: ['height'],
  },
  'height-of-outbuildings': {
    zh: '{count} 座占地不超过 {toM2} m² 的建筑没有高度，以 {heightM} m 代之',
    en: 'height: {heightM} m for {count} buildings of no more than {toM2} m² without one',
    columns: ['height'],
  },
  'gables-drawn': {
    zh: '{count} 座房屋的坡屋顶为示意：数据没有屋顶形状，屋脊画到原有或假定的高度，檐口由此推出',
    en: 'roofs: gables drawn on {count} houses: the data say nothing of roofs; ridges are as high as the stated or assumed height, eaves follow from it',
  },
  'facade-stated': {
    zh: '没有依据处立面取 {facade} 类：只关外观，不是数据',
    en: 'facade: class {facade} where nothing else is said: a look, not data',
    columns: ['facade'],
  },
  'facade-drawn': {
    zh: '{count} 座建筑的窗户、立面和屋面细部为示意：数据没有外观',
    en: 'facade: windows, fronts and roofs of {count} buildings are drawn for the look: the data say nothing of them',
    columns: ['facade'],
  },
  'facade-by-height': {
    zh: '高 {fromM} m 起立面取 {facade} 类：只关外观，不是数据',
    en: 'facade: class {facade} from {fromM} m up: a look, not data',
    columns: ['facade'],
  },
  'width-stated': {
    zh: '{count} 条线没有宽度，以 {widthM} m 代之',
    en: 'width: {widthM} m for {count} lines without one',
    columns: ['width'],
  },
  'width-by-class': {
    zh: '{count} 条道路没有宽度，按等级和车道数取：快速路每车道 3.75 m、干路 3.5 m、支路 3–3.25 m，服务道 4 m，人行道 2 m（CJJ 37-2012，待核）',
    en: 'width: {count} roads without one by class and lanes: 3.75 m a lane of motorways, 3.5 m of main roads, 3 to 3.25 m of others, 4 m of service roads, 2 m of footways (CJJ 37-2012, to be checked)',
    columns: ['width'],
  },
  'diameter-stated': {
    zh: '{count} 段管没有管径，以 {diameterMm} mm 代之',
    en: 'diameter: {diameterMm} mm for {count} pipes without one',
    columns: ['dn'],
  },
  'depth-by-axis': {
    zh: '{count} 段管以第三坐标为管轴标高',
    en: 'depth: third coordinates of {count} pipes taken for elevations of their axes',
  },
  'depth-by-cover': {
    zh: '{count} 段管不知管底标高，按覆土深度敷设',
    en: 'depth: {count} pipes laid at cover below the ground, no inverts known',
  },
  'wood-trees-drawn': {
    zh: '林中的 {count} 棵树为示意：数据只有林地范围，按每公顷 {perHa} 棵画出，位置、树种和高度并非实测',
    en: 'trees: {count} drawn in the woods, {perHa} a hectare: the data have the outlines of woods alone, no place, kind or height of a tree is surveyed',
  },
  'crown-stated': {
    zh: '{count} 棵树没有冠幅，以 {crownM} m 代之',
    en: 'crown: {crownM} m for {count} trees without one',
    columns: ['crown'],
  },
  'ids-numbered': {
    zh: '{count} 个对象没有编号，按文件次序编号',
    en: "ids: {count} features without one numbered in the file's order",
    columns: ['id'],
  },
  'ids-suffixed': {
    zh: '{count} 个重复编号以 ~2、~3 等区分',
    en: 'ids: {count} repeated ones told apart by ~2, ~3 …',
    columns: ['id'],
  },
  'crs-stated': { zh: '坐标系以 {crs} 计，文件未注明', en: 'crs: {crs}, which the file does not name' },
  'datum-ellipsoid': {
    zh: '未给出高程基准，高程当作椭球高',
    en: 'vertical datum: elevations taken for heights above the ellipsoid',
  },
  'water-level': {
    zh: '水面取为高程 {levelM} m 的平面，其下地面相应压低',
    en: 'water: a level surface at elevation {levelM} m; the ground under it is lowered',
  },
  'terrain-through-points': {
    zh: '地面由 {used} 个已知标高（{source}）拟合，舍去离群 {outliers} 个',
    en: 'terrain: a surface through {used} known ground levels ({source}), {outliers} outliers left out',
  },
  'roads-spanned': {
    zh: '{bridges} 段桥梁按两端地面连直，{tunnels} 段隧道置于地面以下至少 {coverM} m：标高为推断，非实测',
    en: '{bridges} pieces of bridges run straight between their ends, {tunnels} of tunnels at least {coverM} m under the ground: levels are inferred, not measured',
  },
  'bridges-of-roads': {
    zh: '{bridges} 段桥梁的梁板、栏杆和 {piers} 处桥墩为推断：按路宽，桥面厚 {deckM} m，墩距不超过 {spacingM} m，避开其下道路和轨道；另有 {flat} 段推断标高与其下道路或轨道相差不足 {clearM} m，未加结构。并非实有结构，不可用于检算净空',
    en: 'decks, railings and {piers} piers of {bridges} pieces of bridges are supposed: as wide as the road, {deckM} m deep, a pier every {spacingM} m at most and none on a street or track beneath; {flat} more have none, since their inferred levels are less than {clearM} m above what passes beneath. Not the real structure, not for checking clearances',
  },
  'walkable-of-streets': {
    zh: '步行地面由 {streets} 段道路推断：按路宽加两侧人行道，遇建筑收窄（{narrowed} 段），另有广场 {squares} 处、绿地 {greens} 处，扣除其中建筑和水面；舍去 {leftOut} 处（高速路、隧道、过短或轮廓交错）；不含院落、站内和楼梯',
    en: 'walking ground of {streets} streets: as wide as stated with footways, narrowed where houses stand ({narrowed}), with {squares} squares and {greens} parks less houses and water in them; {leftOut} left out (motorways, tunnels, too short, tangled outlines); without courts, stations and stairs',
  },
  'walkable-between-houses': {
    zh: '没有道路资料：{houses} 栋建筑之间的地面全部视为可步行，按 {squares} 个百米方格铺设；相接的建筑按凸包合为一块，其间的院落不计入，围墙、水沟和私人用地未知；舍去 {leftOut} 格。与实际道路可能相差很大',
    en: 'no roads are known: ALL ground between {houses} houses is taken for walkable, in {squares} squares of 100 m; houses that touch are one block as its convex hull, so yards behind are not in it; fences, ditches and private ground are not known; {leftOut} squares left out. Real ways may differ a lot',
  },
  'roads-of-lines': {
    zh: '道路网由道路中心线推断：{segments} 段，在共用顶点处相接；{oneWay} 段单行，{directionsAssumed} 段没有单行字段，视为双向（文件有 oneway、lanes、maxspeed 等字段即采用）；{speedsAssumed} 段没有限速，按等级取设计车速上限（CJJ 37-2012，待核）；{apart} 段与最大连通部分不相连；转向限制 {turnBans} 条（另有 {turnsLeftOut} 条无法对应），其余视为均可转向',
    en: 'road network of road lines: {segments} segments that meet where they share a vertex, {oneWay} of them one-way; {directionsAssumed} do not tell and are taken for two-way (a file that tells by oneway, lanes, maxspeed is believed); {speedsAssumed} without a speed limit have the upper design speed of their class (CJJ 37-2012, unverified); {apart} do not hang together with the largest part; {turnBans} turns are banned ({turnsLeftOut} more fit no junction), every other turn is allowed',
  },
  'tracks-of-lines': {
    zh: '列车与船的线路共 {lines} 条，由数据中 {pieces} 段线接成；舍去 {leftOut} 段（侧线、站线或过短）；{headwaysAssumed} 条没有发车间隔、{speedsAssumed} 条没有车速、{carsAssumed} 条没有编组，按种类取通用值；{tracksAssumed} 条没有轨道数，视为单线；{levelsAssumed} 条没有标高，沿地面或水面取',
    en: '{lines} lines of trains and boats, joined of {pieces} pieces of the data; {leftOut} left out (sidings, yards, too short); {headwaysAssumed} without a headway, {speedsAssumed} without a speed and {carsAssumed} without a train length have common values of their kind; {tracksAssumed} do not tell how many tracks and are taken for one; {levelsAssumed} without levels lie on the ground or the water',
  },
  'drains-of-pipes': {
    zh: '雨水管网由管线图层推断：{pipes} 段管、{nodes} 个节点；{inverts} 个管端没有管底标高，按覆土 {coverM} m 与最小坡度取；检查井 {shafts} 座、雨水口 {grates} 个取自数据（没有雨水口时每座井设一个）；{outfalls} 个出口，其中 {ends} 个在数据边缘，水由此流出模型；{deep} 个节点深于 8 m，存疑；舍去 {leftOut} 个；屋面就近入井',
    en: 'storm drains of pipe layers: {pipes} pipes, {nodes} nodes; {inverts} ends without an invert lie at {coverM} m of cover and the least fall; {shafts} manholes and {grates} grates are given (one a manhole where none is); of {outfalls} outfalls {ends} lie at the edge of the data, where water leaves the model; {deep} nodes are deeper than 8 m and doubtful; {leftOut} left out; roofs drain to the nearest manhole',
  },
  'drains-of-streets': {
    zh: '没有管网资料：雨水管网全部为推断，沿街道顺地势布置 {km} km、{nodes} 个节点，管径 {leastMm}–{mostMm} mm 按 {years} 年一遇、{rate} L/(s·ha)（15 min）、径流系数 {runoffPct} % 推求，覆土 {coverM} m；{outfalls} 个出口，其中 {ends} 个附近无水面，水由此流出模型；{deep} 个节点深于 8 m，存疑。并非实有管网，不可用于工程',
    en: 'no pipes are known: ALL storm drains are inferred, {km} km and {nodes} nodes under the streets by fall, {leastMm} to {mostMm} mm wide for a storm of {years} years, {rate} L/(s·ha) in 15 min, {runoffPct} % running off, {coverM} m of cover; of {outfalls} outfalls {ends} have no water near and leave the model; {deep} nodes are deeper than 8 m and doubtful. These pipes do not exist: not for engineering',
  },
  'storm-of-table': {
    zh: '暴雨强度公式由 {depths} 个历时雨量拟合：a {a}、b {b}、c {c}、n {n}，最大偏差 {worstPct} %',
    en: 'storm formula fitted to {depths} depths: a {a}, b {b}, c {c}, n {n}, at most {worstPct} % off',
  },
  'residents-of-layer': {
    zh: '{buildings} 栋住宅的居民数由人口图层“{layer}”按建筑面积分摊，合计 {residents} 人；另有 {unhoused} 人所在的面内没有住宅，不在任何建筑；作息取通用曲线，非本市调查',
    en: 'residents of {buildings} houses are those of the population layer "{layer}", spread by floor area, {residents} together; {unhoused} more live in areas without a dwelling and are in no building; hours at home are a common curve, not a survey of this city',
  },
  'residents-by-floor': {
    zh: '{buildings} 栋住宅（其中 {unknownUse} 栋用途未注明、按大小视为住宅）的居民数由建筑面积推断：每人 {floorM2} m²，合计 {residents} 人；作息取通用曲线，非本市调查',
    en: 'residents of {buildings} houses ({unknownUse} of unknown use, taken for houses by their size) by floor area, {floorM2} m² a person, {residents} together; hours at home are a common curve, not a survey of this city',
  },
  'forces-of-stations': {
    zh: '可派力量由点图层的 {stations} 处驻地推断，车辆全部为假定：消防站各一辆水罐消防车（{engines}），警察局各一辆警车（{patrols}），急救站和注明设急诊的医院各一辆救护车（{ambulances}）；实有车辆、人数和物资未知，物资不作假定。医院 {hospitals} 处（{bedsUnknown} 处没有床位数），集合点 {shelters} 处（另有 {roomUnknown} 处没有容量，略去）；{twice} 处距同类不足 50 m，视为重复。有实有清单时，请管理员加入本市',
    en: 'Forces are inferred from {stations} stations in layers of points; ALL vehicles are assumed: one fire engine per fire station ({engines}), one patrol car per police station ({patrols}), one ambulance per ambulance station and per hospital that takes emergencies ({ambulances}). Real vehicles, crews and stock are not known; no stock is assumed. Hospitals: {hospitals} ({bedsUnknown} without a number of beds); assembly points: {shelters} ({roomUnknown} more without a capacity left out); {twice} within 50 m of one of their kind count as repeated. Where there is a real list, ask the administrator to add it to this city',
  },
  'prisms-of-buildings': {
    zh: '{prisms} 个建筑体块；其中 {guessed} 栋的高度为假定，{modelled} 个模型的屋面按最高线取平',
    en: '{prisms} building volumes; heights of {guessed} buildings are assumed, roofs of {modelled} models are taken level at their highest line',
  },
  'light-of-solids': {
    zh: '画面光照由地形、{blocks} 个建筑体块与 {trees} 棵树推算：{cellM} m 栅格，16 个方向的天空可视度，太阳固定在方位 140°、高度 36°；坡屋面按半高，桥梁不计；只用于画面，不作日照结论',
    en: 'light of the picture, worked out from relief, {blocks} building volumes and {trees} trees: cells of {cellM} m, sky view in 16 directions, sun fixed at azimuth 140°, altitude 36°; pitched roofs count to half their rise, bridges not at all; for the picture only, no verdict on sunlight',
  },
  'light-with-lamps': {
    zh: '画面光照由地形、{blocks} 个建筑体块与 {trees} 棵树推算：{cellM} m 栅格，16 个方向的天空可视度，太阳固定在方位 140°、高度 36°；坡屋面按半高，桥梁不计；夜间有 {lamps} 盏路灯的光，取自数据；只用于画面，不作日照结论',
    en: 'light of the picture, worked out from relief, {blocks} building volumes and {trees} trees: cells of {cellM} m, sky view in 16 directions, sun fixed at azimuth 140°, altitude 36°; pitched roofs count to half their rise, bridges not at all; the light of {lamps} street lamps by night is of the data; for the picture only, no verdict on sunlight',
  },
  'light-with-supposed-lamps': {
    zh: '画面光照由地形、{blocks} 个建筑体块与 {trees} 棵树推算：{cellM} m 栅格，16 个方向的天空可视度，太阳固定在方位 140°、高度 36°；坡屋面按半高，桥梁不计；夜间的 {lamps} 盏路灯是假定的：数据里没有路灯，按道路等级沿有房屋的街道布置；只用于画面，不作日照结论',
    en: 'light of the picture, worked out from relief, {blocks} building volumes and {trees} trees: cells of {cellM} m, sky view in 16 directions, sun fixed at azimuth 140°, altitude 36°; pitched roofs count to half their rise, bridges not at all; the {lamps} lamps whose light is seen by night are supposed: the data have none, they stand along streets with houses by class of street; for the picture only, no verdict on sunlight',
  },
  'light-with-lamps-added': {
    zh: '画面光照由地形、{blocks} 个建筑体块与 {trees} 棵树推算：{cellM} m 栅格，16 个方向的天空可视度，太阳固定在方位 140°、高度 36°；坡屋面按半高，桥梁不计；夜间的路灯有 {told} 盏取自数据，另有 {supposed} 盏是假定的：有房屋的街道多半没有路灯数据，缺的按道路等级补上；只用于画面，不作日照结论',
    en: 'light of the picture, worked out from relief, {blocks} building volumes and {trees} trees: cells of {cellM} m, sky view in 16 directions, sun fixed at azimuth 140°, altitude 36°; pitched roofs count to half their rise, bridges not at all; of the lamps whose light is seen by night {told} are of the data and {supposed} are supposed: most streets with houses have none in the data, so those lacking are added by class of street; for the picture only, no verdict on sunlight',
  },
  'light-with-deck-lamps': {
    zh: '画面光照由地形、{blocks} 个建筑体块与 {trees} 棵树推算：{cellM} m 栅格，16 个方向的天空可视度，太阳固定在方位 140°、高度 36°；坡屋面按半高，桥梁不计；夜间的路灯有 {told} 盏取自数据，另有 {supposed} 盏是假定的：有房屋的街道缺路灯数据处按道路等级补上；桥面的 {decks} 盏也是假定的：相邻街道有灯的桥梁按道路等级布置；只用于画面，不作日照结论',
    en: 'light of the picture, worked out from relief, {blocks} building volumes and {trees} trees: cells of {cellM} m, sky view in 16 directions, sun fixed at azimuth 140°, altitude 36°; pitched roofs count to half their rise, bridges not at all; of the lamps whose light is seen by night {told} are of the data, {supposed} are supposed by class of street where streets with houses have none in the data, and so are {decks} on the decks of bridges near lit streets; for the picture only, no verdict on sunlight',
  },
  'tubes-of-lines': {
    zh: '{tubes} 段管线与隧道；其中 {assumed} 段没有标高，埋深按图层覆土推断',
    en: '{tubes} stretches of pipes and tunnels; {assumed} of them without levels lie as deep as their layer’s cover says',
  },
  'pipes-of-lines': {
    zh: '管网由管线图层推断：{pieces} 段、{nodes} 个节点；同系统管端相距 {toleranceM} m 以内视为相接（{snapped} 处不重合），管端落在他管途中处开三通（{tees} 处）；悬空管端 {ends} 个，{apart} 段与本系统最大连通部分不相连；{unknownDirections} 段重力管没有标高或为平坡，流向按绘制方向取；阀门 {valves} 个（另有 {valvesOff} 个 {valveToleranceM} m 内无压力管，未采用；{valvesAtJunctions} 个在三通处，视为可关闭各方向）',
    en: 'pipe network of pipe layers: {pieces} pieces, {nodes} nodes; ends of one system within {toleranceM} m are joined ({snapped} do not coincide), an end that meets another pipe on its way joins it ({tees}); {ends} ends hang free, {apart} pieces do not hang together with the largest part of their system; {unknownDirections} pieces of gravity pipes without levels or without fall are taken to run as drawn; {valves} valves ({valvesOff} more have no pipe under pressure within {valveToleranceM} m and are left out; {valvesAtJunctions} stand at junctions and are taken to close every branch)',
  },
  'labels-of-names': {
    zh: '地名取自各图层要素的名称：街道 {street}、水面 {water}、建筑与公园 {landmark} 个，同名只取一处',
    en: 'labels are the names of features: {street} streets, {water} waters, {landmark} buildings and parks, each name once',
  },
  'tour-of-sights': {
    zh: '导览由程序按数据编排：最高、最大、最早者等共 {stops} 章，文字由数据得出',
    en: 'the tour is arranged by the program from the data: what is highest, largest, oldest …, {stops} chapters, texts made of figures',
  },
  'points-height-unit': {
    zh: '点云没有写明高程单位，按平面坐标的单位（英尺，{unitM} m）取',
    en: 'heights of points: no unit stated, taken as feet ({unitM} m) like their coordinates',
  },
  'terrain-height-unit': {
    zh: '{file} 没有写明高程单位，按平面坐标的单位（英尺，{unitM} m）取；请管理员核对并写明单位',
    en: '{file} states no unit for its heights: taken as feet ({unitM} m) like its coordinates. Ask the administrator to check and state the unit',
  },
  'surfaces-height-unit': {
    zh: '坐标系没有写明高程单位，按平面坐标的单位（英尺，{unitM} m）取',
    en: 'heights: no unit stated by the coordinate system, taken as feet ({unitM} m) like the coordinates',
  },
  'terrain-of-models': {
    zh: '没有地形数据：地面由模型的底面和接地线（{used} 个点）推断，舍去离群 {outliers} 个；建筑之间的地面为估计，--terrain 可给出实测地形',
    en: 'terrain: none given; a surface through {used} points of the ground surfaces and terrain lines of models, {outliers} outliers left out; between the buildings it is a guess, --terrain gives the surveyed one',
  },
  'points-by-classification': {
    zh: '点云没有颜色，按分类着色',
    en: 'colour of points: none in the file, drawn by their class',
  },
  'points-by-intensity': {
    zh: '点云没有颜色也没有分类，按回波强度着色',
    en: 'colour of points: none in the file, and no classes; drawn by the intensity of the return',
  },
  'terrain-filled': {
    zh: '地形数据未覆盖全部范围：{percent}%（{cells} 个网格点）由四周高程推延补齐，并非测量',
    en: 'terrain: the elevation data do not cover all; {percent} % ({cells} nodes) is continued from the land about it, not surveyed',
  },
  'terrain-flat': {
    zh: '没有地形，地面取平，标高 {elevationM} m',
    en: 'terrain: none, flat ground at elevation {elevationM} m',
  },
} as const satisfies Record<string, Text & { columns?: readonly string[] }>;

/** The code of something that the baker assumed because the data lacks it; texts in both languages belong to it. */
export type AssumptionCode = keyof typeof ASSUMPTIONS;
type Assumption = LayerInfo['assumptions'][number];

/** A manifest of a later baker may hold codes that are not in the table. */
const KNOWN = new Map<string, Text & { columns?: readonly string[] }>(Object.entries(ASSUMPTIONS));

/** What was guessed, in words; an unknown code is shown as it is, with its values. */
export function assumptionText({ code, values }: Assumption, language: keyof Text): string {
  const words = KNOWN.get(code);
  if (!words) return [code, ...Object.entries(values).map(([name, value]) => `${name} ${value}`)].join(' ');
  const written = Object.entries(values).map(([name, value]) => [name, value.toLocaleString('en-US')]);
  return sayWord(words, Object.fromEntries(written), language, '—');
}

/** Whether a guess went into the values of this attribute. */
export function concerns({ code }: Assumption, attribute: string): boolean {
  return KNOWN.get(code)?.columns?.includes(attribute) ?? false;
}
