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
  'broker-away': {
    zh: '消息代理 {url} 没有回应，正在重连；观测由它保留，页面暂时收不到新值',
    en: 'the broker at {url} does not answer, the hub tries on: it keeps what devices say within its own limits, and pages hear nothing new until then',
  },
  'slow-reader': {
    zh: '{name}：不再接收消息，积压 {bytes} 字节，已断开连接',
    en: '{name}: expected to take what it subscribed to, got {bytes} bytes that it let lie; it was cut off',
  },
  'delivery-stands': {
    zh: '消息没有送达（{reason}）：页面和设备收不到新的消息，历史仍在写入',
    en: 'delivery: expected a message of the hub to come back to it, got: {reason}; pages and devices hear nothing new, history is written',
  },
  'database-url': {
    zh: 'DATABASE_URL：PostgreSQL 没有回应',
    en: 'DATABASE_URL: expected a PostgreSQL that answers, got: {reason}',
  },
  'newer-database': {
    zh: '数据库已由较新版本的程序改为第 {got} 版结构，本程序只到第 {known} 版；请使用较新的程序，或用 --data 另选一个数据目录',
    en: 'the database has the tables of version {got}, which a newer program wrote; expected {known} at most. Start the newer program, or give another folder with --data',
  },
  'folder-in-use': {
    zh: '{folder}：另一个服务正在使用这个数据目录，请用 --data 另选一个',
    en: '{folder}: expected a data folder of this hub alone, but another hub is running on it; give another with --data',
  },
  'folder-unwritable': {
    zh: '{folder}：无法写入数据目录（{reason}），请检查磁盘和权限',
    en: '{folder}: expected a data folder that can be written, got: {reason}; look at the disk and its rights',
  },
  'folder-unusable': {
    zh: '{folder}：无法用作数据目录（{reason}），请检查路径、磁盘和权限，或用 --data 另选一个',
    en: '{folder}: expected a data folder that can be read and written, got: {reason}; look at the path, the disk and its rights, or give another with --data',
  },
  'few-descriptors': {
    zh: '本机允许打开的文件过少，数据完好；请提高上限（ulimit -n 4096 或 systemd 的 LimitNOFILE=4096）后再启动',
    en: 'expected to open more files than this machine allows; the data are whole. Raise the limit (ulimit -n 4096, or LimitNOFILE=4096 of systemd) and start again',
  },
  'disk-full': {
    zh: '{folder}：磁盘只剩 {mib} MiB，请腾出空间',
    en: '{folder}: expected room on the disk, got {mib} MiB; make room',
  },
  'history-failing': {
    zh: '历史无法写入（{reason}）；未写入的观测不予确认，由设备重发',
    en: 'history: expected to be written, got: {reason}; what was not written is not acknowledged, and devices send it again',
  },
  'board-report-failing': {
    zh: '{folder}：无法制作看板报表（{reason}）',
    en: '{folder}: expected the report of the board to be made, got: {reason}',
  },
  'recorder-failing': {
    zh: '{folder}：无法录制（{reason}）',
    en: '{folder}: expected to be recorded into, got: {reason}',
  },
  'recording-set-aside': {
    zh: '{file}：不是录制文件（{reason}），已改名为 {file}.broken',
    en: '{file}: expected a recording, got: {reason}; it was set aside as {file}.broken',
  },
  'clock-leapt': {
    zh: '本机时钟跳变 {hours} 小时；在时钟恢复之前，服务器按原时间继续。若新时间才正确，请重启服务器',
    en: "clock: this machine's leapt by {hours} h; the hub goes on by the time before until it is right again. Where the new time is the right one, start the hub anew",
  },
  'clock-behind': {
    zh: '本机时钟比上次运行时早 {hours} 小时，请校准；在此之前，来自将来的观测不予确认',
    en: "clock: this machine's is {hours} h before the hub's last run; set it. Until then readings of the future are not acknowledged",
  },
  'database-version': {
    zh: '{folder}：数据库不完整，缺少 pg/PG_VERSION；请恢复备份（shapan restore），或将此目录移走后重新开始。为免覆盖，未作改动',
    en: '{folder}: expected a whole database, got one without pg/PG_VERSION; restore a backup (shapan restore), or set the folder aside to begin anew. Nothing was changed',
  },
  'database-missing': {
    zh: '{folder}：目录里有服务器的文件，但没有数据库（pg）；请恢复备份（shapan restore），或将此目录移走后重新开始',
    en: '{folder}: expected a database (pg) beside the files of a hub, got none; restore a backup (shapan restore), or set the folder aside to begin anew',
  },
  'database-broken': {
    zh: '{folder}：数据库无法打开（{reason}），数据未作改动。若原因在本机（内存、磁盘），请排除后再启动；确属数据库损坏时，请恢复备份（shapan restore）',
    en: '{folder}: expected a database that opens, got: {reason}; nothing was changed. Where this machine is the reason (memory, disk), mend that and start again; only a database that is damaged needs a backup restored (shapan restore)',
  },
  'database-not-empty': {
    zh: '目标数据库里已有表 {table}：应为空数据库，未作改动',
    en: 'database: expected one without tables, got {table}; nothing was changed',
  },
  'folder-not-empty': {
    zh: '{folder}：应不存在或为空，未作改动',
    en: '{folder}: expected a folder that is not there or empty; nothing was changed',
  },
  'no-hub': {
    zh: '{folder}：里面没有服务器的数据，请用 --data 指定',
    en: '{folder}: expected the data of a hub, got none; give the folder with --data',
  },
  'no-backup': {
    zh: '{folder}：不是 shapan backup 生成的备份',
    en: '{folder}: expected a backup that shapan backup made, got no readable backup.json',
  },
  'backup-broken': {
    zh: '{file}：与备份时不同，未恢复任何内容',
    en: '{file}: expected it as it was when the backup was made, got something else; nothing was restored',
  },
  'hub-runs': {
    zh: '{folder}：服务器正在使用此目录，请先停止它',
    en: '{folder}: a hub is running on it; stop it first',
  },
  'key-broken': {
    zh: '{file}：应为 32 字节的密钥，现为 {bytes} 字节；请从备份恢复此文件。删除它会产生新密钥，所有设备都须重新配置',
    en: '{file}: expected a key of 32 bytes, got {bytes}; restore this file from a backup. Without it a new key is made, and every device must be given its own anew',
  },
  'key-missing': {
    zh: '{file}：密钥不见了，而服务已用过它（设备指令或审计签名）；请从备份恢复此文件',
    en: '{file}: expected the key that the hub used before (for commands, or to sign the audit), got none; restore this file from a backup',
  },
  'start-failed': {
    zh: '{folder}：服务器未能启动（{reason}）',
    en: '{folder}: the hub could not start: {reason}',
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
  'audit-twice': {
    zh: '第 {line} 行：字段 {key} 出现两次，不同的程序会读到不同的内容',
    en: 'line {line}: expected the field {key} once, got it twice: programs differ in which of the two they read',
  },
  'audit-head-missing': {
    zh: '审计：启动时找不到 {file}，可能有记录被截去；此事已记入审计。请与先前记下的末行校验码核对，下次启动不再提示',
    en: 'audit: {file} was missing at the start, so that rows may have been cut off; that stands in the audit as a row. Compare the rows with a hash that was written down before; the next start tells it no more',
  },
  'audit-extra': {
    zh: '多出字段 {field}，没有校验码覆盖它',
    en: 'expected no field {field}, which no hash covers',
  },
  'audit-field': { zh: '缺少字段 {field}，或类型不符', en: 'expected the field {field}, of its type' },
  'audit-signature': { zh: '签名与公钥不符', en: "expected a signature by the hub's key" },
  'audit-cut': {
    zh: '审计：应有第 {seq} 行，校验码 {hash}（见 {file}），数据库里没有：记录被截断或重写',
    en: 'audit: expected row {seq} with the hash {hash}, as {file} says; the database has none: rows were cut off or written anew',
  },
  'audit-head': {
    zh: '审计：{file} 的签名与服务的密钥不符',
    en: "audit: {file}: expected a head that is signed by the hub's key",
  },
  'audit-broken': { zh: '审计：第 {seq} 行：{reason}', en: 'audit: row {seq}: {reason}' },
  'audit-head-unwritten': {
    zh: '审计：{file} 无法写入（{reason}）',
    en: 'audit: {file}: expected to be writable, got: {reason}',
  },
  'audit-seq': { zh: '应为第 {seq} 行，现为 {got}', en: 'expected row {seq}, got {got}' },
  'audit-previous': { zh: '应接在 {previous} 之后，现为 {got}', en: 'expected to follow {previous}, got {got}' },
  'audit-hash': { zh: '校验码应为 {hash}，现为 {got}', en: 'expected the hash {hash}, got {got}' },
  'store-bucket': {
    zh: '存储桶 {bucket} 不存在，请先建立，或核对 --store 和 --endpoint',
    en: 'expected the bucket {bucket}, and there is none: make it first, or look at --store and --endpoint',
  },
  'store-refused': {
    zh: '{endpoint} 拒绝访问存储桶 {bucket}（{reason}）：请核对 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 及其读、写、列举、删除权限，以及本机时钟',
    en: '{endpoint} refuses access to the bucket {bucket} ({reason}): look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, at their right to read, write, list and delete there, and at the clock of this machine',
  },
  'store-elsewhere': {
    zh: '{endpoint} 要求改用 {to}（{reason}）；没有指定的主机一概不访问，请核对 --endpoint 和 AWS_REGION',
    en: '{endpoint} sends on to {to} ({reason}): no host is asked that was not named, look at --endpoint and AWS_REGION',
  },
  'store-failed': {
    zh: '{endpoint} 出错（{reason}），共试 {tries} 次；作业已交还，存储恢复后重新启动',
    en: '{endpoint} failed ({reason}), tried {tries} times; the job was given back, start again when the store is well',
  },
  'store-slow': {
    zh: '{endpoint} 在 {seconds} s 内没有应答，共试 {tries} 次；请检查网络，或用 --store-timeout 放宽',
    en: '{endpoint}: expected an answer within {seconds} s, got none in {tries} tries: look at the network, or allow more by --store-timeout',
  },
  'store-unreachable': {
    zh: '{endpoint} 连接不上（{reason}），共试 {tries} 次',
    en: '{endpoint}: expected a store that answers, got: {reason}, tried {tries} times',
  },
  'store-differs': {
    zh: '{name}：存储中的 {path} 缺失，或与其记录的校验和不符；请删除该结果后重做',
    en: '{name}: expected {path} in the store as its record states, and it is missing or differs: remove the result there and do it again',
  },
  'store-large': {
    zh: '{path}：文件 {got} 字节，一次最多存 {most} 字节',
    en: '{path}: expected {most} bytes at most in one file for a bucket, got {got}',
  },
  'store-name': {
    zh: '--store {got}：存储桶应写作 s3://桶名/前缀，桶名 3 至 63 个小写字母、数字、点和连字符',
    en: '--store {got}: expected s3://bucket/prefix, the bucket of 3 to 63 small letters, digits, dots and dashes',
  },
  'store-endpoint': {
    zh: '--endpoint：用存储桶时须给出其地址，如 https://s3.example.com（或设 AWS_ENDPOINT_URL_S3），现为 {got}',
    en: '--endpoint: expected the address of the bucket’s server, as https://s3.example.com (or AWS_ENDPOINT_URL_S3), got {got}',
  },
  'store-keys': {
    zh: '{name}：未设置；存储桶的密钥取自环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY',
    en: '{name}: expected the key of the bucket in the environment, as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, got none',
  },
});
