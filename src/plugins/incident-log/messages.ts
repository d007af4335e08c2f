import { messageTable } from '../../../model/text/message.ts';

/** What the desk of incidents says of its own. */
export const incidentLogMessage = messageTable({
  'keep-refused': {
    zh: '浏览器不让本页保存待发的日志（{reason}）；断网时写下的内容刷新后会丢失',
    en: 'the browser does not save what waits to be sent ({reason}); lines written while offline are lost on reload',
  },
  'outbox-of-another': {
    zh: '待发内容由账户“{name}”写下：请以该账户登录发送，或以本账户重新编号发送，或存为文件',
    en: 'what waits was written by the account "{name}": log in with it to send, send it renumbered in your own name, or save it as a file',
  },
  'outbox-gap': {
    zh: '服务器的日志缺少第 {wanted} 条（可能由旧备份恢复），本页待发的是第 {got} 条：请重新编号发送',
    en: "the server's log lacks line {wanted} (perhaps a backup was restored), this page waits to send line {got}: renumber and send",
  },
  'no-hub': {
    zh: '此处没有服务器：写下的内容只存于本机',
    en: 'there is no server here: what is written stays in this browser',
  },
  'no-open': {
    zh: '没有可写入的突发事件：请先建立一起事件，或打开其中一起',
    en: 'there is no open incident to write to: open one, or choose one of several',
  },
  'branch-refused': {
    zh: '浏览器不让本页保存分支（{reason}）；刷新后分支会丢失',
    en: 'the browser does not save branches ({reason}); they are lost on reload',
  },
  'plans-refused': {
    zh: '浏览器不让本页保存预案（{reason}）；请导出为文件，刷新后改动会丢失',
    en: 'the browser does not save response plans ({reason}); export them as files, changes are lost on reload',
  },
  'branch-parent': {
    zh: '分支“{name}”接在第 {seq} 条之后，而日志中这一条已不同：分支未恢复',
    en: 'the branch "{name}" follows line {seq}, which differs in this log: it was not restored',
  },
  'package-size': {
    zh: '{file}：文件超过 {most} MiB',
    en: '{file}: expected a file of at most {most} MiB',
  },
  'no-water-run': {
    zh: '“不采取行动”的洪水推演没有算完：不知道人群会遇到什么水情',
    en: 'the flood without action did not finish: what water people meet is not known',
  },
  'not-json': { zh: '{file}：不是 JSON 文件', en: '{file}: expected JSON' },
  'file-lost': { zh: '{file}：读取中断', en: '{file}: reading was interrupted' },
});
