import { messageTable } from '../../model/text/message.ts';

/** What is wrong with the plans of a city. */
export const planMessage = messageTable({
  'two-plans': {
    zh: '至少要有两份规划才能比对，现为 {got} 份',
    en: 'expected two plans or more to compare, got {got}',
  },
  'no-plan': { zh: '本市没有规划“{id}”', en: 'expected a plan of this city, got "{id}"' },
  'no-shape': { zh: '规划中已没有图形“{id}”', en: 'expected a shape of the plans, got "{id}"' },
  'stock-stays': {
    zh: '“{id}”是现状，不由规划的决定改动',
    en: 'expected a shape of a plan, got "{id}", which stands there already',
  },
  stopped: { zh: '比对已中止', en: 'expected a comparison that ends; it was stopped' },
  'not-compared': { zh: '请先比对规划', en: 'expected plans that were compared' },
  hash: {
    zh: '{file}：内容与规划清单中的校验码不符，请管理员重新入库',
    en: '{file}: expected the content that the list of plans has the checksum of; ask the administrator to add the plan again',
  },
});
