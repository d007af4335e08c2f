import type { WordTable } from '../../../model/text/words.ts';

type DataDeskWords = typeof dataDeskWords;

declare module '../../kit/words.ts' {
  interface PageWords extends DataDeskWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const dataDeskWords = {
  'roles.title': { zh: '数据角色', en: 'Data roles' },
  'roles.answers': { zh: '人口、设施用哪份数据', en: 'which data are people, facilities' },
  'roles.about': {
    zh: '给图层指定角色后，步行服务圈等分析即改用它。指定的数据优先于推断，结果注明所用的数据。',
    en: 'Once a layer has a role, service areas and other analyses use it. Given data win over inferred; each result says which it used.',
  },
  'roles.now': { zh: '现有角色', en: 'Roles now' },
  'roles.none': { zh: '尚未指定；居民数取自建筑属性或推断。', en: 'None yet; residents are those that buildings tell, or inferred.' },
  'roles.layer': { zh: '图层', en: 'Layer' },
  'roles.choose': { zh: '请选择', en: 'choose one' },
  'roles.notThere': { zh: '图层不在本城', en: 'layer not in this city' },
  'roles.column': { zh: '{column}：{attribute}', en: '{column}: {attribute}' },
  'roles.guessed': { zh: '猜测，请核对', en: 'guessed, please check' },
  'roles.noColumn': { zh: '不取', en: 'none' },
  'roles.missing': { zh: '缺“{column}”：请选择一列。', en: '"{column}" is missing: choose a column.' },
  'roles.noFit': {
    zh: '缺“{column}”：该图层没有{type}列。请换一个图层，或先挂接表格。',
    en: '"{column}" is missing: the layer has no column of {type}. Choose another layer, or join a table first.',
  },
  'roles.numbers': { zh: '数值', en: 'numbers' },
  'roles.words': { zh: '文字', en: 'words' },
  'roles.give': { zh: '指定为{role}', en: 'Use as {role}' },
  'roles.change': { zh: '修改', en: 'Change' },
  'roles.take': { zh: '取消“{layer}”的角色“{role}”', en: 'Take the role "{role}" from "{layer}"' },
  'roles.sole': {
    zh: '只能有一个图层作{role}，现为“{layer}”，指定后即改。',
    en: 'Only one layer can be {role}; it is "{layer}" now and will change.',
  },
  'roles.has': { zh: '已指定', en: 'given' },
} as const satisfies WordTable;
