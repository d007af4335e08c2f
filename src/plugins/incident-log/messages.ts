import { messageTable } from '../../../model/text/message.ts';

/** What the desk of incidents says of its own. */
export const incidentLogMessage = messageTable({
  'keep-refused': {
    zh: '浏览器不让本页保存待发的日志（{reason}）；断网时写下的内容刷新后会丢失',
    en: 'expected the browser to keep what waits to be sent, got {reason}; lines written while offline are lost with a reload',
  },
  'outbox-of-another': {
    zh: '待发内容由账户“{name}”写下：请以该账户登录发送，或以本账户重新编号发送，或存为文件',
    en: 'expected the account "{name}", which wrote what waits: log in with it, or send it anew in your own name, or save it as a file',
  },
  'outbox-gap': {
    zh: '服务器的日志缺少第 {wanted} 条（可能由旧备份恢复），本页待发的是第 {got} 条：请重新编号发送',
    en: 'expected line {wanted} of this page, which the hub lacks (perhaps a backup was restored), got line {got}: number what waits anew',
  },
  'no-hub': {
    zh: '此处没有服务器：写下的内容只存于本机',
    en: 'expected a hub at this address, got none: what is written stays in this browser',
  },
  'no-open': {
    zh: '没有可写入的突发事件：请先建立一起事件，或打开其中一起',
    en: 'expected an open incident that orders can go into; open one, or choose one of several',
  },
  'branch-refused': {
    zh: '浏览器不让本页保存分支（{reason}）；刷新后分支会丢失',
    en: 'expected the browser to keep branches, got {reason}; they are lost with a reload',
  },
  'plans-refused': {
    zh: '浏览器不让本页保存预案（{reason}）；请导出为文件，刷新后改动会丢失',
    en: 'expected the browser to keep response plans, got {reason}; save them as files, they are lost with a reload',
  },
  'branch-parent': {
    zh: '分支“{name}”接在第 {seq} 条之后，而日志中这一条已不同：分支未恢复',
    en: 'expected the line {seq} that the branch "{name}" follows, got another one: it is not restored',
  },
  'package-size': {
    zh: '{file}：文件超过 {most} MiB',
    en: '{file}: expected a file of at most {most} MiB',
  },
  'no-water-run': {
    zh: '“不采取行动”的洪水推演没有算完：不知道人群会遇到什么水情',
    en: 'expected the flood without action to come to its end; it is not known what water people meet',
  },
  'not-json': { zh: '{file}：不是 JSON 文件', en: '{file}: expected JSON' },
  'file-lost': { zh: '{file}：读取中断', en: '{file}: expected to read it to its end' },
});
