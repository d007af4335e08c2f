import type { WordTable } from '../../../model/text/words.ts';

type PackagesWords = typeof packagesWords;

declare module '../../kit/words.ts' {
  interface PageWords extends PackagesWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const packagesWords = {
  'plugins.title': { zh: '插件', en: 'Plug-ins' },
  'plugins.none': { zh: '没有安装插件。', en: 'No plug-in is installed.' },
  'plugins.intro': {
    zh: '插件以本页的权限运行。只能安装由服务器信任的密钥签名的插件。',
    en: 'A plug-in runs with the rights of this page. Only those signed by a key that the server trusts can be installed.',
  },
  'plugins.add': { zh: '安装插件（.zip）', en: 'Install a plug-in (.zip)' },
  'plugins.version': { zh: '版本', en: 'Version' },
  'plugins.key': { zh: '签名密钥', en: 'Signed by key' },
  'plugins.state': { zh: '状态', en: 'State' },
  'plugins.on': { zh: '启用', en: 'On' },
  'plugins.off': { zh: '已停用', en: 'Off' },
  'plugins.failed': { zh: '出错，已在本页停用', en: 'Failed, off in this page' },
  'plugins.refused': { zh: '服务器拒绝提供', en: 'Refused by the server' },
  'plugins.switch': { zh: '启用{name}', en: 'Switch on {name}' },
  'plugins.remove': { zh: '移除', en: 'Remove' },
  'plugins.removeSure': { zh: '确认移除', en: 'Remove now' },
  'plugins.notDone': { zh: '操作未成功', en: 'That did not work' },
} as const satisfies WordTable;
