import { messageTable } from '../text/message.ts';

/** Says why a package of a plug-in is refused, or switched off. */
export const pluginMessage = messageTable({
  'no-manifest': {
    zh: '压缩包中没有 plugin.json',
    en: 'expected a package with plugin.json at its top, got none',
  },
  'not-json': { zh: 'plugin.json 不是有效的 JSON（{reason}）', en: 'plugin.json: expected JSON: {reason}' },
  seam: {
    zh: '插件“{id}”按接口第 {got} 版编写，本服务只支持第 {known} 版',
    en: 'plug-in "{id}": seam: expected edition {known}, got {got}',
  },
  path: {
    zh: '文件“{path}”不可接受：只能是 {types} 文件，路径不得离开插件目录',
    en: '"{path}": expected a file of the types {types} below the folder of the plug-in',
  },
  'files-many': { zh: '插件至多 {most} 个文件，现有 {got} 个', en: 'expected at most {most} files, got {got}' },
  large: { zh: '插件的文件合计至多 {most} MB', en: 'expected files of {most} MB in all at most' },
  entry: {
    zh: '插件“{id}”的入口或样式“{path}”不在文件清单中，或类型不符',
    en: 'plug-in "{id}": expected its entry (.js) and styles (.css) in the list of files, got "{path}"',
  },
  missing: { zh: '清单中的文件“{path}”不在压缩包内', en: '"{path}": expected the file that the list names, got none' },
  extra: { zh: '文件“{path}”不在清单中', en: '"{path}": expected no file beside those of the list' },
  hash: {
    zh: '文件“{path}”与清单中的校验码不符，可能被改动',
    en: '"{path}": expected the file of the listed checksum, got another: it was changed',
  },
  'no-signers': {
    zh: '服务器没有登记任何可信的签名密钥，无法安装插件；请运行服务的人用 SHAPAN_PLUGIN_SIGNERS 指定公钥文件',
    en: 'no key of a signer is trusted here: whoever runs the hub names a file of keys by SHAPAN_PLUGIN_SIGNERS',
  },
  signature: { zh: '插件“{id}”：{reason}', en: 'plug-in "{id}": {reason}' },
  'id-taken': {
    zh: '插件编号“{id}”与页面自带的插件相同，未加载',
    en: 'plug-in "{id}": expected an id that no plug-in of the page has',
  },
  'order-taken': {
    zh: '插件“{id}”的次序 {order} 已被“{other}”使用，未加载',
    en: 'plug-in "{id}": expected an order of its own, got {order}, which "{other}" has',
  },
  'part-taken': {
    zh: '插件“{id}”的部件“{part}”与已有的重名，未加载',
    en: 'plug-in "{id}": expected parts with names of their own, got "{part}" twice',
  },
  shape: {
    zh: '插件“{id}”的 {place} 不符合接口',
    en: 'plug-in "{id}": {place}: expected what the seam says, got something else',
  },
  part: {
    zh: '插件“{id}”带有 {part}，本版接口尚不支持',
    en: 'plug-in "{id}": expected no {part}, which this edition of the seam does not take',
  },
  'word-key': {
    zh: '插件“{id}”的词条“{key}”应以“{id}.”开头',
    en: 'plug-in "{id}": words: expected keys that begin with "{id}.", got "{key}"',
  },
  slow: {
    zh: '插件“{id}”在 {seconds} 秒内没有加载完',
    en: 'plug-in "{id}": expected to load within {seconds} s',
  },
  failed: {
    zh: '插件“{name}”出错，已在本页停用，其余功能不受影响：{reason}',
    en: 'The plug-in "{name}" failed and is off in this page; the rest goes on: {reason}',
  },
});
