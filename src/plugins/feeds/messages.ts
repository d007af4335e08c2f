import { messageTable } from '../../../model/text/message.ts';

/** What a link names and only its writer has. */
export const feedsMessage = messageTable({
  'link-recording': {
    zh: '录像“{name}”须登录后在时间轴上打开，未随链接打开',
    en: 'the recording "{name}" is not opened by a link: log in and open it from the time bar',
  },
});

/** What a source of readings answered that cannot be used. */
export const sourceMessage = messageTable({
  status: { zh: '{path}：读取失败（HTTP {got}）', en: '{path}: expected 200, got {got}' },
  'list-format': {
    zh: '{file}：不是能读取点位的表格；可用 CSV、XLSX、GeoJSON、KML 等',
    en: '{file}: expected a table of places, as CSV, XLSX, GeoJSON or KML, got another file',
  },
  'list-empty': { zh: '{file}：没有可读取的行', en: '{file}: expected rows with places, got none' },
  'list-long': { zh: '{file}：至多 {most} 行，现为 {got} 行', en: '{file}: expected at most {most} rows, got {got}' },
  'row-place': { zh: '坐标空缺或不是数值', en: 'expected coordinates, got an empty cell or text' },
  'row-repeats': { zh: '编号 {id} 与前面的行重复', en: 'expected a unique id, got {id} again' },
  'row-kind': { zh: '没有“{got}”这一类别', en: 'expected a known kind, got "{got}"' },
  'hub-list': { zh: '{path}：{list}：应为列表', en: '{path}: {list}: expected a list' },
  'needs-account': {
    zh: '{hubUrl}：需要登录后才能查看这座城市',
    en: '{hubUrl}: expected an account: nothing of this city is shown without one',
  },
  'no-streams': { zh: '{hubUrl}：没有这座城市的数据流', en: '{hubUrl}: expected datastreams of this city, got none' },
  'no-stream': { zh: '{url}：找不到数据流（404）', en: '{url}: expected a stream, got 404' },
  'status-url': { zh: '{url}：读取失败（HTTP {got}）', en: '{url}: expected 200, got {got}' },
  'not-events': { zh: '{url}：应为 text/event-stream，现为 {got}', en: '{url}: expected text/event-stream, got {got}' },
  'stream-ended': { zh: '{url}：数据流已断开', en: '{url}: the stream ended' },
  'stream-name': {
    zh: '{stream}：应为数据流名称，现为 {got}',
    en: '{stream}: expected the name of a stream, got {got}',
  },
  'places-order': {
    zh: '{file}：应与传感器清单的顺序一致，第 {row} 行不符：请管理员重新生成城市数据',
    en: '{file}: expected the places in the order of the list of sensors, got another at row {row}: ask the administrator to process the city again',
  },
  'line-long': { zh: '一行至多 {most} 个字符', en: 'line: expected at most {most} characters' },
  'entity-id': { zh: '实体缺少 id', en: 'entity: expected an id' },
  'other-stream': {
    zh: 'Datastreams({id})：这座城市没有这条数据流',
    en: 'Datastreams({id}): expected a datastream of this city',
  },
  'wire-closed': { zh: '{url}：连接已断开', en: '{url}: the connection was closed' },
  subscription: { zh: '{url}：订阅 {filter} 被拒绝', en: '{url}: {filter}: {reason}' },
  broker: { zh: '{url}：连接消息代理失败', en: '{url}: {reason}' },
  epoch: {
    zh: 'time：应为 1970 年以来的秒数或毫秒数，现为 {time}',
    en: 'time: expected seconds or milliseconds since 1970, got {time}',
  },
  'many-entity-pages': { zh: '{base}：实体至多 {most} 页', en: '{base}: expected at most {most} pages of entities' },
  'no-broker': { zh: '{base}：找不到上下文服务（404）', en: '{base}: expected a context broker, got 404' },
  'entities-status': { zh: '{base}entities：读取失败（HTTP {got}）', en: '{base}entities: expected 200, got {got}' },
  'entities-large': { zh: '{base}entities：至多 64 MB', en: '{base}entities: expected 64 MB or less' },
  'entities-list': { zh: '{base}entities：应为列表', en: '{base}entities: expected a list' },
  'no-mapping': {
    zh: '{url}：请说明数据流、时刻和数值各在哪个字段',
    en: '{url}: expected where stream, time and value stand',
  },
  'mapping-empty': {
    zh: '{url}：映射中没有任何数据流',
    en: '{url}: expected datastreams that the mapping names, got none',
  },
  'many-pages': { zh: '{first}：至多 {most} 页，现已超出', en: '{first}: expected at most {most} pages, got more' },
  'no-service': { zh: '{url}：找不到 SensorThings 服务（404）', en: '{url}: expected a SensorThings service, got 404' },
  'page-instead': {
    zh: '{url}：应为 SensorThings 服务，现为网页',
    en: '{url}: expected a SensorThings service, got a page',
  },
  'value-list': { zh: '{url}：value：应为列表', en: '{url}: value: expected a list' },
  'other-host': {
    zh: '{first}：@iot.nextLink：应在同一主机，现为 {url}',
    en: '{first}: @iot.nextLink: expected the same host, got {url}',
  },
  'observation-stream': {
    zh: '观测：每条都应注明所属 Datastream',
    en: 'observations: expected each to name its Datastream',
  },
  'data-array': { zh: 'dataArray：应为由单元组成的行', en: 'dataArray: expected rows of cells' },
  'tape-large': {
    zh: '录制文件：至多 {most} 字节，现为 {got} 字节',
    en: 'recording: expected at most {most} bytes, got {got}',
  },
  'table-slow': {
    zh: '读数表：{seconds} 秒内未能读完，已停止读取：文件可能已损坏',
    en: 'table: not read within {seconds} s; stopped, the file may be damaged',
  },
  'table-stopped': {
    zh: '读数表：读取已中止，文件可能已损坏',
    en: 'table: reading stopped, the file may be damaged: {reason}',
  },
  'tape-broken': { zh: '录制文件：不是完整的 MCAP 文件', en: 'recording: expected a complete MCAP file: {reason}' },
  'tape-empty': { zh: '录制文件：其中没有消息', en: 'recording: expected messages, got none' },
  'tape-no-readings': { zh: '录制文件：其中没有读数', en: 'recording: expected readings, got none' },
});
