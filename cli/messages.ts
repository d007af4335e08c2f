import { InvalidArgumentError } from 'commander';
import { descriptorFault } from '../hub/data-folder.ts';
import { HubUnready } from '../hub/unready.ts';
import type { Text } from '../model/city/manifest.ts';
import { cutText } from '../model/text/cut-text.ts';
import { type Message, messageTable, sentencesOf } from '../model/text/message.ts';

/** What the command line refuses of a case and of the files beside it. */
export const cliMessage = messageTable({
  'city-not-baked': {
    zh: '{place}：没有烘焙好的城市“{id}”：找不到 {path}',
    en: '{place}: expected a baked city, got "{id}": no {path}',
  },
  'city-name': {
    zh: '--name：应为小写字母、数字和连字符，现为“{got}”',
    en: '--name: expected small letters, digits and dashes, got "{got}"',
  },
  'city-source': {
    zh: '请用 --overpass 指定一个 Overpass 网址，或用 --osm 指定文件，两者取一；没有指定的网址一概不访问',
    en: '--overpass, --osm: expected an Overpass host or files, one of the two; no host is asked that you do not name',
  },
  'city-bounds': {
    zh: '请用 --bbox 给出范围，或用 --place 加 --geocoder 按地名查找',
    en: '--bbox: expected bounds, or --place with a --geocoder',
  },
  'city-address': {
    zh: '应为 http 或 https 网址，现为“{got}”',
    en: 'expected an http or https address, got "{got}"',
  },
  'city-place': { zh: '{name}：{box}', en: '{name}: {box}' },
  'city-recipe': {
    zh: '配方和图层已写入 {file}，可以在此基础上修改，再用 shapan bake 烘焙',
    en: 'recipe and layers are in {file}; change them as you like and bake them again with shapan bake',
  },
  'city-zone': {
    zh: '时区按经度取为 {zone}；可用 --zone 指定，如 Asia/Shanghai',
    en: 'the time zone was taken by longitude as {zone}; --zone names another, as Asia/Shanghai',
  },
  'city-empty': {
    zh: '{from}：范围 {box} 内没有可以烘焙的要素',
    en: '{from}: expected objects within {box}, got none',
  },
  'elevation-absent': {
    zh: '{host}：有 {count} 幅高程没有（海面没有高程），那里的地面按 0 m',
    en: '{host}: {count} elevation tiles are not there (the open sea has none)',
  },
  'host-wait': {
    zh: '{host}：等候 {seconds} 秒后再取',
    en: '{host}: asking again in {seconds} s',
  },
  'no-scenario': {
    zh: '{file}：这是事件记录，没有推演输入与预期结果；情景由 shapan sim incident --write 生成',
    en: '{file}: expected a scenario, got a record without inputs or expectations; shapan sim incident --write makes one',
  },
  'no-file': { zh: '{file}：没有这个文件', en: '{file}: expected a file' },
  number: { zh: '{option}：应为数字，现为“{got}”', en: '{option}: expected a number, got "{got}"' },
  'pack-city': {
    zh: '{folder} 里没有烘焙好的城市“{id}”；现有：{cities}',
    en: 'expected a baked city of {folder} ({cities}), got "{id}"',
  },
  'pack-done': {
    zh: '已打包到 {folder}：{cities}，自备导览 {tours} 条，{files} 个文件，{megabytes} MB。双击其中的 start 文件即可打开',
    en: '{folder}: {cities}, {tours} tours of your own, {files} files, {megabytes} MB. Its start file opens it',
  },
  'pack-left-out': {
    zh: '{count} 个文件不是城市数据，未打包：{names}',
    en: '{count} files are no data of a city and were left out: {names}',
  },
  'pack-node-twice': {
    zh: '{file}：每种系统只放一个 Node.js 程序，{name} 已有',
    en: '{file}: expected one program of Node.js for each kind of machine, got a second {name}',
  },
  'pack-open': { zh: '请在浏览器中打开 {url}', en: 'open {url} in a browser' },
  'pack-spoilt': {
    zh: '{count} 个文件缺失或与打包时不同（{names}）；请重新打包或复制，其余照常显示',
    en: '{count} files are missing or not as they were packed ({names}): pack or copy them anew; the others are shown',
  },
  'pack-tour-city': {
    zh: '{file}：导览属于城市“{city}”，未打包；已打包：{cities}',
    en: '{file}: expected a tour of a packed city ({cities}), got one of "{city}"',
  },
  'pack-tour-json': { zh: '{file}：不是 JSON 文件', en: '{file}: expected JSON' },
  'pack-tour-twice': {
    zh: '{file}：导览编号“{id}”重复',
    en: '{file}: expected tours of different ids, got "{id}" twice',
  },
  'pack-quiet': {
    zh: '--quiet：应与 --kiosk 一起给出，写作 22:00-07:00 这样的时段，现为“{got}”',
    en: '--quiet: expected hours like 22:00-07:00 together with --kiosk, got "{got}"',
  },
  'pack-whole': { zh: '{count} 个文件全部完好', en: 'all {count} files are as they were packed' },
  'no-such-city': {
    zh: '--city：{folder} 里没有城市“{id}”；现有：{cities}',
    en: '--city: expected a baked city of {folder} ({cities}), got "{id}"',
  },
  'city-devices': {
    zh: '{city}：设备连接 {url}',
    en: '{city}: devices connect to {url}',
  },
  'floor-empty': {
    zh: '{place}：楼层要有文件或区域，两者都没有',
    en: '{place}: expected a file or areas, got neither',
  },
  'grid-size': {
    zh: '{file}：{place}：应与高程同为 {columns} × {rows} 格，{other} 是 {otherColumns} × {otherRows} 格',
    en: "{file}: {place}: expected the DEM's {columns} × {rows} cells, got {otherColumns} × {otherRows} in {other}",
  },
  'grid-cells': { zh: '{file}：网格应与 {first} 相同', en: '{file}: expected the cells of {first}, got others' },
  'grid-crs': { zh: '{file}：坐标系应为 {crs}，现为 {got}', en: '{file}: expected {crs}, got {got}' },
  'friction-range': {
    zh: '{file}：{place}：第 {column} 列、第 {row} 行（自西南角）应在 0 至 {most} 之间，现为 {got}',
    en: '{file}: {place}: expected 0 to {most} in column {column}, row {row} from the south-west, got {got}',
  },
  'depth-range': {
    zh: '{file}：{place}：第 {column} 列、第 {row} 行（自西南角）应为不小于 0 的水深（m），现为 {got}',
    en: '{file}: {place}: expected metres from 0 on in column {column}, row {row} from the south-west, got {got}',
  },
  'fast-step': {
    zh: '{file}：scheme：起始水位在东 {eastM} m、北 {northM} m 处有 {stepM} m 的突变，会产生激波，“fast”格式算不出，应为 "second" 或 "first"',
    en: '{file}: scheme: expected "second" or "first", for a level that steps by {stepM} m ({eastM} m east, {northM} m north) sends a shock that "fast" has not, got "fast"',
  },
  'water-nowhere': {
    zh: '{file}：{place}：范围内没有一个单元的中心，请检查坐标',
    en: '{file}: {place}: expected a ring about the middle of one cell at least, got none',
  },
  'save-missing': {
    zh: '--resume：没有已保存的推演（{folder}）；计算时请加 --save-every',
    en: '--resume: expected a saved run, got none in {folder}; play with --save-every to have one',
  },
  'save-other': {
    zh: '--resume：{folder} 是另一次推演：{name} 应为 {expected}，现为 {got}；请重新计算',
    en: '--resume: expected {name} {expected} in {folder}, got {got}: another case or program; play it anew',
  },
  'save-broken': {
    zh: '--resume：{file} 不能读取（{reason}）',
    en: '--resume: {file}: expected a saved run, got {reason}',
  },
  'file-outside': {
    zh: '{place}：应为算例旁或其下级文件夹里的文件，现为“{got}”',
    en: '{place}: expected a file beside the scenario or in a folder below it, got "{got}"',
  },
  'elevation-hole': {
    zh: '{file}：范围内第 {column} 列、第 {row} 行（自西南角）没有高程',
    en: '{file}: expected elevations within its rim, got a hole in column {column}, row {row} from the south-west',
  },
  'elevation-range': {
    zh: '{file}：第 {column} 列、第 {row} 行（自西南角）：高程应为 {least} 至 {most} m，现为 {got}',
    en: '{file}: expected an elevation of {least} to {most} m in column {column}, row {row} from the south-west, got {got}',
  },
  'grid-degrees': {
    zh: '{file}：网格应以米为单位，现为度（{crs}）：请先投影',
    en: '{file}: expected cells in metres, got degrees ({crs}); project it first',
  },
  'grid-feet': {
    zh: '{file}：坐标单位应为米，{crs} 的单位为 {unitM} m；可用 gdalwarp -t_srs EPSG:… 转换',
    en: '{file}: expected metres, got {crs}, whose unit is {unitM} m; gdalwarp -t_srs EPSG:… converts it',
  },
  'grid-oblong': {
    zh: '{file}：单元应为正方形，现为 {stepX} × {stepY} m',
    en: '{file}: expected square cells, got {stepX} × {stepY} m',
  },
  'houses-elsewhere': {
    zh: '{file}：高程范围内没有房屋（应以其米制坐标、自 [{westM}, {southM}] 起），第一栋在 [{firstM}]',
    en: '{file}: expected houses on the DEM, in its metres from [{westM}, {southM}], got none there; the first is at [{firstM}]',
  },
  'file-large-mb': { zh: '{file}：至多 {mostMb} MB', en: '{file}: expected at most {mostMb} MB' },
  'export-psplib': {
    zh: '{name}：PSPLIB 项目没有日期，不能导出进度计划',
    en: '{name}: expected a schedule to export, got a project of PSPLIB, which has no dates',
  },
  'export-format': {
    zh: '--export：只能是 {formats} 或 all，现为“{got}”',
    en: '--export: expected {formats} or all, got "{got}"',
  },
  'audit-broken': { zh: '{file}：第 {seq} 行：{reason}', en: '{file}: row {seq}: {reason}' },
  'audit-head': {
    zh: '{file}：{rows} 行中没有校验码为 {head} 的一行',
    en: '{file}: expected a row with the hash {head}, got {rows} rows without it',
  },
  'audit-whole': {
    zh: '记录完整：{rows} 行，末行校验码 {head}；未核对签名（--key）',
    en: 'whole: {rows} rows, head {head}; signatures not checked (--key)',
  },
  'audit-signed': {
    zh: '记录完整，签名相符：{rows} 行，末行校验码 {head}',
    en: 'whole and signed: {rows} rows, head {head}',
  },
  'audit-signature': {
    zh: '{file}：{at}：{who}的签名无效：{reason}',
    en: '{file}: {at}: the signature of {who} is not good: {reason}',
  },
  'audit-signatures': { zh: '{count} 个签名均有效', en: '{count} signatures of people, all good' },
  'audit-empty': { zh: '{file}：没有审计记录', en: '{file}: expected rows of an audit, got none' },
  'audit-key': { zh: '{file}：不是 PEM 格式的公钥', en: '{file}: expected a public key in PEM' },
  'audit-begun': {
    zh: '审计：{rows} 行，末行校验码 {head}，密钥指纹 {fingerprint}（请抄下）',
    en: 'audit: {rows} rows, head {head}, key {fingerprint} (write them down)',
  },
  'backup-made': {
    zh: '已备份到 {folder}：{rows} 行，{files} 个文件。其中有密钥，请妥善保管',
    en: 'backup in {folder}: {rows} rows, {files} files. It holds the key of the devices: keep it safe',
  },
  'backup-restored': {
    zh: '已恢复到 {folder}：{rows} 行，{files} 个文件',
    en: 'restored into {folder}: {rows} rows, {files} files',
  },
  migrated: {
    zh: '已迁移 {rows} 行。今后请带着 DATABASE_URL 启动；{folder} 里的密钥和录制仍在使用，其中的数据库保持原样',
    en: 'moved {rows} rows. Start with DATABASE_URL from now on; the key and the recordings in {folder} stay in use, its database is left as it was',
  },
  'migrate-url': {
    zh: '请用 DATABASE_URL 指定一个空的 PostgreSQL 数据库',
    en: 'DATABASE_URL: expected an empty PostgreSQL database to move into, got none',
  },
  'keep-revisions': {
    zh: '--keep-revisions：应为 1 以上的整数或 all，现为 {got}',
    en: '--keep-revisions: expected a whole number from 1, or all, got {got}',
  },
  'keep-days': { zh: '--keep-days：应为天数，现为 {got}', en: '--keep-days: expected a number of days, got {got}' },
  'replay-option': {
    zh: '--replay：应写作 sn-traffic-0001/1=file.csv，现为 {got}',
    en: '--replay: expected sn-traffic-0001/1=file.csv, got {got}',
  },
  positive: { zh: '{option}：应为大于 0 的数，现为 {got}', en: '{option}: expected a number above 0, got {got}' },
  port: { zh: '{option}：应为 0 至 65535，现为 {got}', en: '{option}: expected 0 to 65535, got {got}' },
  'port-taken': {
    zh: '端口 {port} 已被占用，请用 --port 另选一个',
    en: 'port {port} is taken; give another one with --port',
  },
  'port-next': {
    zh: '端口 {taken} 已被占用，改用 {port}',
    en: 'port {taken} is taken: {port} is used',
  },
  from: { zh: '--from：应为 ISO 时刻，现为 {got}', en: '--from: expected an ISO time, got {got}' },
  difference: {
    zh: '{layer}：新增 {added}，删除 {removed}，变化 {changed}，不变 {same}',
    en: '{layer}: {added} added, {removed} removed, {changed} changed, {same} the same',
  },
  'difference-attributes': {
    zh: '{layer}：属性新增 {added}；减少 {dropped}',
    en: '{layer}: attributes added: {added}; dropped: {dropped}',
  },
  'no-city': {
    zh: '{city}：应为含 manifest.json 的文件夹，或 public/city 下的城市编号，两者都不是',
    en: '{city}: expected a folder with manifest.json, or the id of a city below public/city, got neither',
  },
  'validate-source': {
    zh: 'validate --record：{names} 的标准没有出处，未记录；请先写入 {file}',
    en: 'validate --record: expected a source of the mark of {names} in {file}, got none: not recorded',
  },
  'validate-part': {
    zh: 'validate {part}：没有名称含“{part}”的算例',
    en: "validate {part}: expected a part of a case's name, got none that has it",
  },
  'bench-against': {
    zh: 'bench：--against 只用于 tiles，现为 {got}',
    en: 'bench: --against: expected the subject tiles, got {got}',
  },
  'bench-subject': { zh: 'bench：只能是 {known}，现为 {got}', en: 'bench: expected {known}, got {got}' },
  'bench-part': { zh: 'bench：--only：只能是 {known}，现为 {got}', en: 'bench: --only: expected {known}, got {got}' },
  'reader-busy': {
    zh: '{file}：读取用去 {seconds} 秒仍未结束，已停止；文件可能已损坏',
    en: '{file}: expected to be read in {seconds} s of work, got no end; the file is most likely broken',
  },
  'bake-cancelled': { zh: '已取消，原有的城市保持不变', en: 'cancelled; the old city stands' },
  'no-stock': {
    zh: '{city}：城市包中没有建筑体块与管线，请用本版程序重新入库',
    en: '{city}: expected buildings or pipes in its package, got none; bake the city with this version',
  },
  'no-plan-rules': {
    zh: '{city}：没有收录该国的规划冲突规则；用 --rules <文件> 给出自己的规则，或用 --rules {packs} 采用该国的规则作比照',
    en: '{city}: expected rules of plan conflicts for its country, got none; give your own with --rules <file>, or compare by those of a country with --rules {packs}',
  },
  cancelled: { zh: '已取消，没有写出任何结果', en: 'cancelled; nothing was written' },
  'not-below-zero': { zh: '应为不小于 0 的数。', en: 'Expected a number from 0 on.' },
  'parts-without': { zh: '只能是 {known}，用逗号分隔。', en: 'expected some of {known}, with commas between.' },
  'above-zero': { zh: '应为大于 0 的数。', en: 'expected a number above 0.' },
  place: {
    zh: '应为 经度,纬度[,高度[,方位角]]，如 121.47,31.23,4。',
    en: 'expected lon,lat[,height[,heading]], as 121.47,31.23,4.',
  },
  'city-id': {
    zh: '应为小写字母、数字和连字符，至多 64 个。',
    en: 'expected lower-case letters, digits and dashes, 64 at most.',
  },
  whole: { zh: '应为 0 或正整数。', en: 'expected 0 or a whole number.' },
  between: { zh: '应为 {least} 至 {most}。', en: 'expected {least} to {most}.' },
  shard: { zh: '应为 i/n，如 1/4，i 从 1 到 n', en: 'expected i/n, as 1/4, with i from 1 to n' },
  'shard-done': {
    zh: '分片 {index}/{count}：{tiles} 个瓦片 → {folder}；全部分片完成后运行 shapan merge',
    en: 'share {index} of {count}: {tiles} tiles in {folder}; when all are there: shapan merge',
  },
  'shard-empty': {
    zh: '--shard：共 {runs} 次推演，最多分 {runs} 份，现为 {count}',
    en: '--shard: expected {runs} shares at most of {runs} runs, got {count}',
  },
  'shard-one': {
    zh: '--shard：只用于一组推演（{options}）',
    en: '--shard: expected an ensemble ({options}), got one run',
  },
  'rain-ratios': {
    zh: '应为以逗号分隔、各不相同的雨量倍数，如 1,0.8,1.2，至多 {most} 个，每个 0 至 {mostRatio}。',
    en: 'expected ratios of rain with commas between, each once, as 1,0.8,1.2: {most} at most, each of 0 to {mostRatio}.',
  },
  'ensemble-saves': {
    zh: '--save-every、--resume：只用于单次推演',
    en: '--save-every, --resume: expected one run, got an ensemble',
  },
  'ensemble-share-done': {
    zh: '第 {index}/{count} 份：{runs} 次推演 → {folder}；各份完成后运行 shapan merge',
    en: 'share {index} of {count}: {runs} runs in {folder}; when all are there: shapan merge',
  },
  'ensemble-merged': {
    zh: '{count} 份合并，共 {runs} 次推演 → {folder}',
    en: '{count} shares merged, {runs} runs in {folder}',
  },
  'merge-out': {
    zh: 'merge：合并一组推演须用 --out 指定结果目录',
    en: 'merge: expected --out <folder> for the results of an ensemble, got none',
  },
  'work-fetched': {
    zh: '取回 {fetched} 个结果（共 {count} 个，其余原已在）→ {folder}',
    en: '{fetched} of {count} results copied to {folder}; the others were there already',
  },
  'work-database': {
    zh: 'DATABASE_URL：作业存放在 PostgreSQL 中，请给出其地址（postgres://用户:密码@主机/数据库）',
    en: 'DATABASE_URL: expected a PostgreSQL for the jobs (postgres://user:password@host/database), got none',
  },
  'work-call': { zh: 'work add：只能是 {known}，现为 {got}', en: 'work add: expected {known}, got {got}' },
  'work-out': {
    zh: 'work add：不要写 --out；结果存到 work run --store 所指的目录',
    en: 'work add: expected a call without --out: results go to the --store of work run',
  },
  'work-shards': {
    zh: 'work add：--shards 只用于 bake，以及一组推演（sim crowd --seeds、sim flood --rain-ratios）',
    en: 'work add: --shards: expected a bake, or an ensemble (sim crowd --seeds, sim flood --rain-ratios)',
  },
  'work-added': {
    zh: '已加入 {added} 个作业（共 {count} 个，其余原已在列）',
    en: '{added} of {count} jobs added; the others were there already',
  },
  'work-list': {
    zh: '等待 {waiting}，进行中 {running}，完成 {done}，失败 {failed}',
    en: '{waiting} waiting, {running} running, {done} done, {failed} failed',
  },
  'work-job-done': { zh: '{name}：完成，{seconds} s', en: '{name}: done in {seconds} s' },
  'work-job-failed': { zh: '{name}：失败：{reason}', en: '{name}: failed: {reason}' },
  'work-lost': {
    zh: '与 PostgreSQL 的连接中断（{reason}）；手中的作业交由其他进程，请重新启动',
    en: 'the connection to PostgreSQL was lost ({reason}); its job goes to another worker, start this one again',
  },
  'merge-done': {
    zh: '{city}：{count} 个分片合并，{features} 个要素，{tiles} 个瓦片 → {folder}',
    en: '{city}: {count} shares merged, {features} features in {tiles} tiles in {folder}',
  },
  'bake-taken': {
    zh: '  与上次烘焙相同的 {count} 项（瓦片、地形、栅格等）直接沿用',
    en: '  {count} tiles and other parts are the same as at the last bake and were taken over',
  },
  'bake-edition': {
    zh: '  上一版保留为 {folder}：本版新增 {added}，删除 {removed}，改动 {changed}',
    en: '  the former bake is kept as {folder}: {added} added since, {removed} removed, {changed} changed',
  },
  'bake-edition-old': {
    zh: '  上一版保留为 {folder}；它由较早的版本烘焙，无法比较',
    en: '  the former bake is kept as {folder}; an older Shapan baked it, and it cannot be compared',
  },
  'bake-assumed': { zh: '  {layer}：假设：{text}', en: '  {layer}: assumed: {text}' },
  'bake-problem': {
    zh: '  {layer}：{code} × {count}，首处 {example}',
    en: '  {layer}: {code} × {count}, first {example}',
  },
  'bake-zone': {
    zh: '  时区：未指明，按 UTC 计；经度 {lonDeg}° 处约为 UTC{offset}，太阳和时刻会差这么多：可用 --zone Asia/Shanghai 这样的名称指明',
    en: '  time zone: not stated, UTC taken; at longitude {lonDeg}° clocks show about UTC{offset}, and sun and times are off by that: --zone names it, as Asia/Shanghai',
  },
  'bake-done': {
    zh: '{city}：{features} 个要素，{tiles} 块瓦片，{mb} MB，用时 {wallS} s（CPU {cpuS} s）→ {folder}',
    en: '{city}: {features} features, {tiles} tiles, {mb} MB, {wallS} s ({cpuS} CPU-s) → {folder}',
  },
  devices: { zh: '设备经 MQTT 接入：{url}', en: 'Devices speak MQTT at {url}' },
  stop: { zh: '按 Ctrl+C 停止。', en: 'Ctrl+C stops it.' },
  'plugin-passphrase': {
    zh: '{name}：应为密钥文件的口令，至少 {least} 个字符',
    en: '{name}: expected the passphrase of the key file in the environment, {least} characters or more',
  },
  'plugin-wrong-passphrase': {
    zh: '{file}：{name} 中的口令打不开此密钥',
    en: '{file}: expected its passphrase in {name}, got another',
  },
  'plugin-years': { zh: '--years：应大于 0，至多 {most}，现为 {got}', en: '--years: expected up to {most}, got {got}' },
  'plugin-exists': {
    zh: '{file}：文件已存在，未改动',
    en: '{file}: expected no file of this name; nothing was changed',
  },
  'plugin-key': {
    zh: '{file}：签名密钥，指纹 {key}；公钥在 {signers}，登记：SHAPAN_PLUGIN_SIGNERS={signers}',
    en: '{file}: key {key}; its public part is in {signers}: trust it by SHAPAN_PLUGIN_SIGNERS={signers}',
  },
  'plugin-packed': {
    zh: '{file}：插件 {id} {version}，{count} 个文件，校验码 {hash}',
    en: '{file}: plug-in {id} {version}, {count} files, hash {hash}',
  },
  'plugin-right': {
    zh: '{file}：插件 {id} {version}，{count} 个文件均与清单相符，签名有效，密钥 {key}',
    en: '{file}: plug-in {id} {version}, {count} files as listed, signature right, key {key}',
  },
  'plugin-types': {
    zh: '{folder}：类型包 shapan-plugin，{count} 个声明文件',
    en: '{folder}: package shapan-plugin, {count} declarations',
  },
  'hub-key': {
    zh: '{file}：应为服务器的 32 字节密钥；服务器首次启动时写入，请先启动一次，或以 --data 指明数据目录',
    en: "{file}: expected the hub's key of 32 bytes, which its first start writes; start it once, or name its folder with --data",
  },
  'device-id': {
    zh: '设备编号不能含空白或 / + #，现为 {got}',
    en: 'device: expected an id without blanks and / + #, got {got}',
  },
  device: {
    zh: '用户名 {id}\n密码   {password}\n密钥   {key}',
    en: 'user     {id}\npassword {password}\nkey      {key}',
  },
  'open-http': {
    zh: '警告：{host} 可从其他机器以未加密的 HTTP 访问，密码和登录会话可被窃听；请用 --tls-cert 和 --tls-key，或放在加密的反向代理之后',
    en: 'warning: others reach {host} over plain HTTP, so passwords and logins can be overheard; give --tls-cert and --tls-key, or put a proxy that encrypts before it',
  },
  'no-live-data': { zh: '页面照常打开，没有实时数据。', en: 'The page starts without live data.' },
  building: { zh: '正在构建页面 …', en: 'building the app …' },
  'build-failed': {
    zh: '页面未能构建（结束码 {ended}），原因见上；请先运行 npm ci，再试 npm run build',
    en: 'building the app: expected it to end with 0, got {ended}; the reason stands above. Run npm ci, then npm run build',
  },
});

/** The language of the terminal, by the environment as gettext reads it: LC_ALL, LC_MESSAGES, LANG; Chinese where it begins with zh. */
export function terminalLanguage(environment: NodeJS.ProcessEnv = process.env): keyof Text {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** What an error says at the terminal; a fault of the program keeps its own words. */
export function terminalText(error: unknown): string {
  const said = sentencesOf(error, terminalLanguage());
  if (said !== null && error instanceof HubUnready && error.reason !== error.messages[0].text.en)
    return cutText(`${said} (${error.reason})`);
  const few = descriptorFault(error);
  return said ?? few?.text[terminalLanguage()] ?? cutText(error instanceof Error ? error.message : String(error));
}

/** A sentence in the terminal's language. */
export const terminalWords = ({ text }: Message): string => text[terminalLanguage()];

/** A line on the standard output. */
export function say(message: Message): void {
  process.stdout.write(`${terminalWords(message)}\n`);
}

/** A value of an option that cannot be, as the command-line library takes it. */
export const refusedArgument = (message: Message): InvalidArgumentError =>
  new InvalidArgumentError(terminalWords(message));
