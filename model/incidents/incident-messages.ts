import { messageTable } from '../text/message.ts';

/** Why the log of an incident does not take what somebody did, or a file of one is not read. */
export const incidentMessage = messageTable({
  'not-open': { zh: '事件“{id}”尚未建立', en: 'expected an incident that was opened, got "{id}", which was not' },
  'is-open': { zh: '事件已建立，不可重复建立', en: 'expected a new incident, got one that is open already' },
  'is-closed': { zh: '事件已结束，只能补记说明', en: 'expected an open incident; a closed one takes comments alone' },
  'busy-resource': {
    zh: '“{resource}”正在执行事件“{incident}”的指令“{task}”，须先完成或撤回',
    en: 'expected a free resource: {resource} is on the order "{task}" of incident {incident}',
  },
  'order-known': { zh: '指令编号“{order}”已用过', en: 'expected a new order, got "{order}", which was given before' },
  'no-order': { zh: '没有编号为“{order}”的指令', en: 'expected an order of this incident, got "{order}"' },
  'order-state': {
    zh: '指令不能从“{from}”转到“{to}”',
    en: 'expected a step that follows "{from}", got "{to}"',
  },
  'no-step': { zh: '预案中没有步骤“{step}”', en: 'expected a step of the response plan, got "{step}"' },
  'step-done': { zh: '步骤“{step}”已完成', en: 'expected a step that is not done, got "{step}"' },
  'no-run': { zh: '没有编号为“{run}”的推演', en: 'expected a run of this incident, got "{run}"' },
  'plan-shared-since': {
    zh: '预案“{id}”刚由 {who} 更新为第 {revision} 版，您的改动未共享；请打开该版核对后再共享，您的稿仍在编辑器中',
    en: 'expected the newest revision of the response plan "{id}", which {who} shared meanwhile as revision {revision}; yours was not shared and is still in the editor: compare it with that one, then share again',
  },
  'many-plans': {
    zh: '服务器最多保存 {most} 份共享预案，请先撤回不再使用的',
    en: 'expected at most {most} shared response plans; take back those that are no longer used',
  },
  'hub-client': {
    zh: '“shapan-hub”只供服务器自己记录',
    en: 'expected a client of its own: "shapan-hub" is the hub itself',
  },
  'client-of-another': {
    zh: '这些内容的编号属于另一个账户；可以本账户重新编号发送，或存为文件',
    en: 'expected a client of this account: another account used it first; number the lines again and send them, or save them as a file',
  },
  'broken-chain': {
    zh: '日志第 {seq} 条与上一条不相衔接：内容被改动过',
    en: 'expected entry {seq} to follow from the one before: it was changed',
  },
  'later-format': {
    zh: '{file}：第 {line} 条的格式为 {got}，本程序只读到格式 {most}：日志由较新的版本写成，并未被改动；请刷新页面或更新程序',
    en: '{file}: line {line}: expected format {most} or earlier, got {got}: the log was written by a later version, nobody changed it; load the page again or update the program',
  },
  'later-package': {
    zh: '{file}：事件包的格式为 {got}，本程序只读到格式 {most}：由较新的版本写成；请更新程序',
    en: '{file}: expected a package of format {most}, got {got}: it was written by a later version; update the program',
  },
  'other-incident': {
    zh: '日志第 {seq} 条属于事件“{got}”',
    en: 'expected the log of one incident, got an entry of "{got}" at {seq}',
  },
  gap: {
    zh: '缺少第 {wanted} 条，先到了第 {got} 条',
    en: 'expected entry {wanted} of this client, got {got}',
  },
  'other-entry': {
    zh: '第 {n} 条已由另一内容占用',
    en: 'expected entry {n} as it was sent before, got another one under its number',
  },
});
