import { messageTable } from '../model/text/message.ts';

/** What keeps the hub from starting, and what is wrong with a file that it reads or wrote; the command line says it. */
export const serviceMessage = messageTable({
  'tls-pair': {
    zh: '--tls-{missing}：--tls-cert 和 --tls-key 要一起给出',
    en: '--tls-{missing}: expected both --tls-cert and --tls-key, got one',
  },
  'tls-files': {
    zh: '{certFile}、{keyFile}：不是一对 PEM 格式的证书和私钥',
    en: '{certFile}, {keyFile}: expected a certificate and its private key in PEM, got: {reason}',
  },
  'device-token': {
    zh: 'SHAPAN_DEVICE_TOKEN：应至少 {least} 个字符，现为 {got} 个；不用网关就不要设置',
    en: 'SHAPAN_DEVICE_TOKEN: expected {least} characters or more, got {got}; leave it unset where no gateway needs it',
  },
  'mqtt-port': {
    zh: 'MQTT 端口 {port} 已被占用，请用 --mqtt-port 另选一个',
    en: 'MQTT port {port} is taken; give another one with --mqtt-port',
  },
  'mqtt-url': {
    zh: 'MQTT_URL：连接不上消息代理 {url}',
    en: 'MQTT_URL: expected a broker at {url}, got: {reason}',
  },
  'database-url': {
    zh: 'DATABASE_URL：PostgreSQL 没有回应',
    en: 'DATABASE_URL: expected a PostgreSQL that answers, got: {reason}',
  },
  'folder-in-use': {
    zh: '{folder}：另一个服务正在使用这个数据目录，请用 --data 另选一个',
    en: '{folder}: expected a data folder of this hub alone, but another hub is running on it; give another with --data',
  },
  'not-json': { zh: '{file}：不是有效的 JSON（{reason}）', en: '{file}: expected JSON: {reason}' },
  zone: {
    zh: '{file}：zone：应为 Asia/Shanghai 这样的时区，现为 {got}',
    en: '{file}: zone: expected a time zone such as Asia/Shanghai, got {got}',
  },
  'recorded-time': {
    zh: '{file}：第 {line} 行：时刻应写作 2015-09-01 13:45:00，现为 {got}',
    en: '{file}: line {line}: expected a time such as 2015-09-01 13:45:00, got {got}',
  },
  'recorded-number': {
    zh: '{file}：第 {line} 行：应为数字，现为 {got}',
    en: '{file}: line {line}: expected a number, got {got}',
  },
  'recorded-empty': {
    zh: '{file}：没有时刻和数值',
    en: '{file}: expected lines of time and value, got none',
  },
  'replay-stream': {
    zh: '--replay：应为数据流代码，如 {known}，现为 {got}',
    en: 'replay: expected the code of a datastream such as {known}, got {got}',
  },
  sessions: {
    zh: '同时登录的账户至多 {most} 个，请稍后再试',
    en: 'accounts: expected at most {most} logins at once',
  },
  'recording-broken': {
    zh: '{path}：不是完整的 MCAP 录制文件',
    en: '{path}: expected a finished MCAP recording, got: {reason}',
  },
  'replay-rate': {
    zh: '回放速度应为 {least} 至 {most}，现为 {got}',
    en: 'rate: expected {least} to {most}, got {got}',
  },
  'audit-line': {
    zh: '第 {line} 行：应为 JSON 对象，现为“{got}”',
    en: 'line {line}: expected a JSON object, got "{got}"',
  },
  'audit-seq': { zh: '应为第 {seq} 行，现为 {got}', en: 'expected row {seq}, got {got}' },
  'audit-previous': { zh: '应接在 {previous} 之后，现为 {got}', en: 'expected to follow {previous}, got {got}' },
  'audit-hash': { zh: '哈希应为 {hash}，现为 {got}', en: 'expected the hash {hash}, got {got}' },
});
