import { type Message, messagesOf, messageTable } from '../model/text/message.ts';
import type { Text } from '../model/text/text.ts';

/**
 * What the hub says to a person when it refuses. Pages show it in the reader's language, the log and other programs have the English
 * sentence. A value that a person typed stands in it as text.
 */
export const hubMessage = messageTable({
  'foreign-host': {
    zh: '服务不以“{got}”为名：请用地址访问，或以 --public-host 登记该名称',
    en: 'Host: expected an address or a name of this hub, got "{got}"; name it with --public-host',
  },
  'foreign-page': {
    zh: '登录只能由本服务自己的页面恢复',
    en: 'session: expected a page of this hub; no other is given its login',
  },
  closing: { zh: '服务正在停止', en: 'the hub is closing' },
  'city-unready': {
    zh: '{city}：这座城市的实时数据服务未能打开，请稍后再试；原因见服务日志',
    en: '{city}: expected the hub of this city to open; try again, the log of the service says why',
  },
  'needs-login': { zh: '请先登录，再{what}', en: '{what}: expected a login' },
  'needs-role': { zh: '当前角色不能{what}', en: '{what}: expected another role' },
  'outside-scope': {
    zh: '不在账户的管辖范围内：片区 {area}，类别 {kind}',
    en: "scope: expected area {area} and class {kind} in the account's",
  },
  'needs-everything': {
    zh: '需要管辖全部片区和类别的账户',
    en: 'scope: expected an account for all areas and classes',
  },
  'bad-field': { zh: '{place}：不符合要求（收到 {got}）', en: '{place}: expected {expected}, got {got}' },
  unkept: {
    zh: '内容无法保存：不得含 NUL 或残缺的字符、超出范围的数，列表和对象不得嵌套过深',
    en: 'body: expected {expected}',
  },
  'bad-text': {
    zh: '{place}：应为 {least} 至 {most} 个字符的文字',
    en: '{place}: expected a text of {least} to {most} characters',
  },
  'bad-time': {
    zh: '{place}：时刻不在允许的范围内（收到 {got}）',
    en: '{place}: expected UTC milliseconds of now, got {got}',
  },
  'bad-range': {
    zh: '{place}：应为 {least} 至 {most}（收到 {got}）',
    en: '{place}: expected {least} to {most}, got {got}',
  },
  'bad-choice': {
    zh: '{place}：应为 {choices} 之一（收到 {got}）',
    en: '{place}: expected one of {choices}, got {got}',
  },
  'bad-scope': {
    zh: '范围：应含片区和类别，各为“全部”或名称列表',
    en: 'scope: expected areas and classes, each "all" or a list of names',
  },
  'no-such': { zh: '找不到{what}：{id}', en: '{what}: expected the id of one, got {id}' },
  'too-many': { zh: '{what}至多 {most} 项', en: '{what}: expected at most {most}' },
  'other-kind': { zh: '记录的类别是 {got}，不是 {id}', en: 'sensor kind: id: expected {id}, got {got}' },
  'kind-label': {
    zh: '新类别 {id} 需要中英文名称',
    en: 'sensor kind: {id}: label: expected a name in zh and en, since no kind of that id is known',
  },
  'own-id-twice': { zh: '编号 {id} 在列表中出现了两次', en: 'own sensors: {id} stands in the list twice' },
  'own-id-used': {
    zh: '编号 {id} 已被这座城市的其他设备使用，请换一个',
    en: 'own sensors: expected an id not in use, got {id}',
  },
  'own-topic-used': {
    zh: '主题 {topic} 已由监测设备 {id} 使用，请换一个',
    en: 'own sensors: expected a topic for each, got {topic}, which {id} has',
  },
  'own-unit': {
    zh: '{id} 已有以 {unit} 计的读数，单位不能改为 {got}；请移除后另建',
    en: 'own sensors: {id}: unit: expected {unit}, in which its readings are, got {got}; take it away and connect another',
  },
  'wrong-login': { zh: '账户名或密码不正确', en: 'login: expected a name and its password' },
  'bad-account': {
    zh: '账户名不合要求，或密码少于 {least} 个字符',
    en: 'account: expected a name and a password of {least} characters or more',
  },
  'weak-password': {
    zh: '密码过于常见：请勿使用重复、连续的字符、常用词、年份或账户名',
    en: 'password: expected one that nobody would try: no repeats, runs of the keyboard, common words, years or the name itself',
  },
  tries: {
    zh: '登录尝试过多，请 {minutes} 分钟后再试',
    en: 'too many wrong tries, try again in {minutes} min',
  },
  'logins-busy': { zh: '登录请求过多，请稍后再试', en: 'too many logins at once, try again later' },
  'used-invite': {
    zh: '邀请链接已使用或已过期（一天）',
    en: 'invite: expected a link that was not used and is not a day old',
  },
  'taken-name': { zh: '账户名 {name} 已被使用', en: 'account: expected a name not in use, got {name}' },
  'no-such-account': { zh: '没有名为 {name} 的有效账户', en: 'account: expected the name of an open one, got {name}' },
  'last-administrator': { zh: '必须至少保留一名管理员', en: 'account: expected another administrator to remain' },
  'taken-hall': { zh: '名称 {id} 已用于另一个展厅', en: 'hall: expected a name not in use, got {id}' },
  'bad-hall': {
    zh: '名称“{got}”不合要求：应由字母、数字和 . _ - 组成，至多 64 个字符',
    en: 'hall: expected letters, digits, . _ - (64 at most), got "{got}"',
  },
  'bad-wall': {
    zh: '屏幕墙名称“{got}”不合要求：应由字母、数字和 . _ - 组成，至多 64 个字符',
    en: 'wall: expected letters, digits, . _ - (64 at most), got "{got}"',
  },
  'wrong-hall': {
    zh: '展厅名称或密钥不正确；展厅可能已被移除，请由管理员重新登记',
    en: 'hall: expected the name of a hall and its key; an administrator may have removed it and can register it again',
  },
  'bad-device': {
    zh: '设备不可控制：类别应为 {choices} 之一',
    en: 'device: expected one of the kinds {choices}',
  },
  'second-person': { zh: '须由提出者以外的人确认', en: 'commands: expected another person than who asked' },
  'command-over': {
    zh: '该指令已不在等待确认',
    en: 'commands: expected a command that waits, got one that is {state}',
  },
  'case-key-used': {
    zh: '该编号已用于另一个案件',
    en: 'case: key: expected a new one, since another case has it',
  },
  'key-used': {
    zh: '该编号已用于另一条指令',
    en: 'commands: key: expected a new one, since another command has it',
  },
  'stream-unknown': {
    zh: '找不到数据流 {got}',
    en: 'datastream: expected the id of a datastream, got {got}',
  },
  'bad-iso': {
    zh: '{place}：应为带时区的 ISO 8601 时刻（收到 {got}）',
    en: '{place}: expected an ISO 8601 time with its zone, got {got}',
  },
  'bad-span': {
    zh: '{place}：应晚于起始时刻（收到 {got}）',
    en: '{place}: expected an ISO 8601 time after from, got {got}',
  },
  'export-large': {
    zh: '单个文件至多 {most} 条，请缩短时段',
    en: 'expected at most {most} observations, ask for a shorter span',
  },
  'database-unready': {
    zh: '服务器现在无法读写数据，未保存任何内容；请稍后重试，原因见服务日志',
    en: 'the hub can neither read nor write its data now: nothing was kept, send it again later; its log says why',
  },
  'database-full': {
    zh: '服务器所在的磁盘已满，未保存任何内容；请在腾出空间后重试',
    en: 'the disk of the hub is full: nothing was kept; make room on it, and send it again later',
  },
  'database-read-only': {
    zh: '服务器的数据只能读取，无法写入（磁盘只读，或没有写入权限），未保存任何内容；请稍后重试',
    en: 'the data of the hub can only be read now (a read-only disk, or no right to write): nothing was kept, send it again later',
  },
  'database-away': {
    zh: '服务器的数据库没有回应，未保存任何内容；请稍后重试',
    en: 'the database of the hub does not answer: nothing was kept, send it again later',
  },
  'database-descriptors': {
    zh: '服务器打开的文件已达系统上限，未保存任何内容；请提高上限（ulimit -n 4096 或 systemd 的 LimitNOFILE=）并重启服务后重试',
    en: 'the server may open no more files: nothing was kept; raise the limit (ulimit -n 4096, or LimitNOFILE= of systemd), restart it, and send it again',
  },
  'database-memory': {
    zh: '服务器的数据库内存不足，未保存任何内容；请分批处理，或稍后重试',
    en: 'the database of the hub has too little memory for this: nothing was kept; ask for less at once, or again later',
  },
  'devices-away': {
    zh: '消息代理没有回应，指令无法送达设备，未下达；请稍后重试',
    en: 'commands: the broker does not answer, so that no device could hear it: nothing was sent, ask again later',
  },
  'database-damaged': {
    zh: '服务器的数据库已损坏，请管理员恢复备份（shapan restore）；未保存任何内容',
    en: "the hub's database is damaged: nothing was kept; restore a backup (shapan restore)",
  },
  'history-full': {
    zh: '等候写入的观测已达 {waiting} 条，请稍后重发',
    en: 'history: {waiting} observations wait to be written; send again later',
  },
  fault: {
    zh: '服务出错，详情见服务日志',
    en: 'the hub could not answer; its own words stand in its log',
  },
  'features-busy': {
    zh: '同时要素请求太多，或图层太大未能及时读完，请稍后再试',
    en: 'features: expected fewer requests at once, or a smaller layer; try again',
  },
  'services-busy': {
    zh: '外部要素服务请求太多，请等前面的完成',
    en: 'feature services: expected fewer requests at once; let some end first',
  },
  'jobs-many': {
    zh: '推演任务太多：全部至多 {most} 个，每人至多 {own} 个，请等前面的完成',
    en: 'jobs: expected at most {most} of all and {own} of one that run or wait; let some end first',
  },
  'case-path': {
    zh: '{place}：经服务器的算例不能引用本机文件（收到“{got}”）；需要文件时请用命令行',
    en: '{place}: expected no path out of the case, got "{got}"; cases with files are for the command line',
  },
  'case-deep': { zh: '算例嵌套过深，至多 {most} 层', en: 'case: expected at most {most} values within each other' },
  'job-failed': { zh: '推演没有完成：{reason}', en: 'the run failed: {reason}' },
  'job-ended': { zh: '推演已被取消，或超过一小时', en: 'the run was dismissed, or took more than an hour' },
  'job-not-done': {
    zh: '没有结果：任务状态为 {status}',
    en: 'result: expected a job that is done, this one is {status}',
  },
  'no-address': { zh: '没有这个地址：{path}', en: 'there is no {path}' },
  'no-file': { zh: '没有这个文件', en: 'there is no such file' },
  'too-large': { zh: '请求内容过大', en: 'the body of the request is too large' },
  'headers-large': {
    zh: '请求的地址或标头过长',
    en: 'the address and headers of the request are too large',
  },
  'too-slow': { zh: '请求未在时限内发完', en: 'the request did not come in time' },
  'uploads-many': {
    zh: '同时上传的文件过多，请稍后重试',
    en: 'too many files are sent at once: send this one again later',
  },
  'media-type': { zh: '请求内容的类型应为 application/json', en: 'expected a body of the type application/json' },
  'plugin-zip': {
    zh: '插件应以 application/zip 类型上传',
    en: 'expected the archive of a plug-in, as a body of the type application/zip',
  },
  'too-often': { zh: '请求过于频繁，请一分钟后再试', en: 'too many requests, ask again in a minute' },
  'bad-request': {
    zh: '请求无法读取：应为有效的 JSON',
    en: 'expected a request that can be read, with a body of JSON',
  },
  'question-too-long': {
    zh: '查询超过 {seconds} 秒，已中止：请缩小范围（时段、筛选、展开）',
    en: 'the question took more than {seconds} s and was ended: ask for less (a shorter span, fewer links in $filter and $expand)',
  },
  'values-many': {
    zh: '一次请求至多 {most} 个值（收到约 {got} 个），请分批发送',
    en: 'body: expected at most {most} values in one request, got about {got}; send them in parts',
  },
  'rows-many': {
    zh: '一次至多 {most} 行观测（收到 {got} 行），请分批发送；未写入任何一行',
    en: 'CreateObservations: expected at most {most} rows in one request, got {got}; send them in parts. Nothing was written',
  },
  'question-gone': {
    zh: '提问的一方已断开连接，查询不再执行',
    en: 'the question was dropped: whoever asked has gone',
  },
  'question-too-many': {
    zh: '查询过多，等待已超过 {seconds} 秒，请稍后再试',
    en: 'too many questions: this one would wait more than {seconds} s, ask again later',
  },
  'question-often-too-long': {
    zh: '多次查询因耗时过长被中止，{seconds} 秒内不再受理',
    en: 'several questions from here took too long; no more are answered for {seconds} s',
  },
});

/** What may be done and what there is, in Chinese; in English the identifier says it. */
const SUBJECTS: Readonly<Record<string, string>> = {
  'response-plans': '共享预案',
  'observations.read': '查看观测',
  'observations.write': '写入观测',
  'records.read': '查看记录和共享文件',
  'catalogue.write': '修改设备目录',
  'history.export': '导出历史',
  'plans.propose': '提出规划协调处理意见',
  'plans.sign': '签署方案',
  'alarms.act': '处置告警',
  'cases.act': '处理案件',
  'incidents.act': '处置突发事件',
  'commands.ask': '下达指令',
  'commands.confirm': '确认指令',
  'audit.read': '查阅审计',
  'accounts.manage': '管理账户',
  'sources.manage': '管理数据来源',
  'halls.manage': '管理展厅',
  'walls.lead': '主控屏幕墙',
  'plugins.manage': '管理插件',
  'sensor-kinds': '传感器类型',
  'own-sensors': '自有监测设备',
  cases: '案件',
  incidents: '突发事件',
  recordings: '录制',
  sources: '数据来源',
  'feature-services': '外部要素服务',
  commands: '指令',
  halls: '展厅',
  plugins: '插件',
};

/** A right or a subject of the hub as a part of a sentence. */
export const subjectText = (name: string): Text => ({ zh: SUBJECTS[name] ?? name, en: name });

/**
 * A parser's refusal (`file: place: expected …, got …`) as a message. What was expected is a schema's own English; the Chinese sentence
 * names the place and what came.
 */
export function faultMessage(error: unknown): Message {
  const [said] = messagesOf(error) ?? [];
  if (said) return said;
  const text = error instanceof Error ? error.message : String(error);
  const [, place = text, expected = '', got = ''] = /^(.*?): expected (.*), got (.*)$/s.exec(text) ?? [];
  return hubMessage('bad-field', { place, expected, got });
}
