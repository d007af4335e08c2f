import type { WordTable } from '../../../model/text/words.ts';

type AccountsWords = typeof accountsWords;

declare module '../../kit/words.ts' {
  interface PageWords extends AccountsWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const accountsWords = {
  'account.login': { zh: '登录', en: 'Log in' },
  'account.logout': { zh: '退出', en: 'Log out' },
  'account.first': { zh: '凭邀请链接创建账户', en: 'Create an account from an invitation' },
  'account.name': { zh: '名称', en: 'Name' },
  'account.password': { zh: '密码（至少 12 个字符，不能太常见）', en: 'Password (at least 12 characters, not a common one)' },
  'account.make': { zh: '创建并登录', en: 'Create and log in' },
  'account.failed': { zh: '操作未成功', en: 'That did not work' },
  'account.title': { zh: '账户', en: 'Account' },
  'account.all': { zh: '全部账户', en: 'All accounts' },
  'account.add': { zh: '创建账户', en: 'Create an account' },
  'account.change': { zh: '保存', en: 'Save' },
  'account.close': { zh: '停用账户', en: 'Close account' },
  'account.closeSure': { zh: '确认停用（不可恢复）', en: 'Close permanently' },
  'account.closed': { zh: '已停用', en: 'Closed' },
  'account.roleIs': { zh: '角色', en: 'Role' },
  'account.areas': { zh: '片区', en: 'Districts' },
  'account.classes': { zh: '对象类别', en: 'Object types' },
  'account.allAreas': { zh: '全部片区', en: 'All districts' },
  'account.allClasses': { zh: '全部类别', en: 'All types' },
  'account.nothing': { zh: '无', en: 'none' },
  'account.comma': { zh: '、', en: ', ' },
  'account.otherClass': { zh: '传感器以外的对象', en: 'Objects other than sensors' },
  'account.newPassword': { zh: '新密码（留空则不变，至少 12 个字符）', en: 'New password (leave empty to keep; at least 12 characters)' },
  'account.invite': { zh: '生成邀请链接', en: 'Create an invitation link' },
  'account.inviteNote': { zh: '一天内有效，仅可使用一次；由对方设定名称和密码：', en: 'Valid once, for one day. The recipient chooses name and password:' },
  'account.copyFailed': { zh: '浏览器禁止复制，请选中链接手动复制', en: 'The browser blocked copying: select the link and copy it' },
  'account.may.visitor': { zh: '仅查看。', en: 'View only.' },
  'account.may.analyst': { zh: '查看；导出历史和录制。', en: 'View; export history and recordings.' },
  'account.may.planner': { zh: '查看；导出；签署规划。', en: 'View; export; sign plans.' },
  'account.may.dispatcher': { zh: '处理告警和案件；作为第二人确认指令。', en: 'Handle alarms and cases; confirm commands as second person.' },
  'account.may.controller': { zh: '处理告警和案件；下达和确认指令。', en: 'Handle alarms and cases; request and confirm commands.' },
  'account.may.auditor': { zh: '查看；导出；查阅审计记录。不可更改。', en: 'View; export; read the audit log. No changes.' },
  'account.may.administrator': { zh: '管理账户、目录、数据源和插件。不可下达指令。', en: 'Manage accounts, catalogue, sources and plug-ins. No commands.' },
  'account.noOperator': {
    zh: '还没有可处置告警的账户：管理员只管理账户，不能确认告警、办理案件和回放。可为自己另建一个控制员账户。',
    en: 'No account can handle alarms yet: an administrator manages accounts, and cannot acknowledge alarms, work on cases or replay. You can create a controller account for yourself.',
  },
  'account.makeOperator': { zh: '创建控制员账户并以其登录', en: 'Create controller account and log in with it' },
} as const satisfies WordTable;
