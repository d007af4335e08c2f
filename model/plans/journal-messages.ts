import { messageTable } from '../text/message.ts';

/** Why an act on a conflict is refused, or a journal of such acts is not taken. */
export const journalMessage = messageTable({
  'no-decision': { zh: '这处冲突尚无处理意见', en: 'expected a conflict with a proposal, got one without' },
  'not-proposed': {
    zh: '须先提出方案才能签署或驳回（现为{state}）',
    en: 'expected a proposal that waits for a signature, got one that is {state}',
  },
  'is-signed': { zh: '方案已签署，不可再改', en: 'expected an open conflict, got one that was signed' },
  'is-proposed': {
    zh: '已有方案待签署，请先撤回',
    en: 'expected a conflict without a waiting proposal; withdraw that one first',
  },
  'not-own': { zh: '只有提出人可以撤回', en: 'expected the person who proposed it to withdraw it' },
  'own-proposal': { zh: '提出人不能签署自己的方案', en: 'expected another person to sign than the one who proposed' },
  'not-a-signer': { zh: '只有规划师可以签署或驳回', en: 'expected the role of a planner to sign or reject' },
  'no-approval': {
    zh: '“{id}”是永久基本农田或生态保护红线，调整须填批准文号',
    en: 'expected the number of the approval by which "{id}" may change: it is permanent basic farmland or an ecological red line',
  },
  'bad-signature': { zh: '签名无效：{reason}', en: 'expected a good signature: {reason}' },
  'no-reason': { zh: '驳回须写明理由', en: 'expected a reason of the rejection, got none' },
  'sign-order': {
    zh: '图形“{id}”还以另一份未签署的方案为基础，请先处理那一份',
    en: 'expected the proposal that shape "{id}" was made from to be signed first',
  },
  'outdated-base': {
    zh: '图形“{id}”已由另一份签署的方案改动，请重新提出',
    en: 'expected shape "{id}" as the last signature left it; propose again',
  },
  moved: {
    zh: '决策记录刚被他人更新，请核对后重试',
    en: 'expected the newest record of decisions; somebody added to it meanwhile',
  },
  'broken-chain': {
    zh: '决策记录第 {seq} 条与上一条不相衔接：内容被改动过',
    en: 'expected entry {seq} to follow from the one before: it was changed',
  },
  'other-branch': {
    zh: '文件中的决策记录与本页的不同源，未导入；请先另存并清空本页记录',
    en: 'expected a record that continues the one here, got another; save and clear this one first',
  },
  'plan-moved': {
    zh: '“{name}”刚被他人更新（现为第 {revision} 版），请先取得该版',
    en: 'expected the newest revision of "{name}", which is {revision} by now; somebody shared one meanwhile',
  },
  'plan-hash': {
    zh: '“{name}”的文件与其校验码不符，未保存',
    en: 'expected a file of the stated checksum for "{name}", got another',
  },
  'plan-packed': {
    zh: '“{name}”的文件无法解压，或超过 {mostMb} MB',
    en: 'expected a gzip stream of at most {mostMb} MB for "{name}"',
  },
  'plan-unknown': { zh: '没有规划“{id}”', en: 'expected a shared plan, got "{id}"' },
  'plan-not-own': {
    zh: '只有共享者或规划师可以撤下“{name}”',
    en: 'expected who shared "{name}", or a planner, to withdraw it',
  },
  'plan-in-city': {
    zh: '“{name}”属于城市本身，不能覆盖',
    en: 'expected an id beginning with "own-" for "{name}": the city’s own plans are not replaced',
  },
  'basis-unknown': {
    zh: '没有共享的“{id}”',
    en: 'expected rules or crosswalk, shared and in force, got "{id}"',
  },
  'basis-edition': {
    zh: '版次“{edition}”已用于另一份共享的内容，请另取版次',
    en: 'expected another edition than "{edition}", under which other content was shared',
  },
  'other-city': { zh: '文件属于城市“{got}”', en: 'expected decisions of this city, got those of "{got}"' },
});
